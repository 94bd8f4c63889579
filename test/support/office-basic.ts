// The Basic program with which one LibreOffice writes a document in every format that it has, with passwords, macros and objects.

/** One file to write: what is opened, by which filter it is written, under which name, and what is done to it before. */
export interface OfficeJob {
  /** A factory (`swriter`, `scalc`, `simpress`, `sdraw`), or the file: URL of a document to open. */
  factory: string
  filter: string
  name: string
  /** Options of text filters: separators, charset. */
  options?: string
  password?: 'binary' | 'ooxml'
  macros?: 'basic' | 'vba'
  /** An embedded object of a class of LibreOffice. */
  object?: boolean
}

const CALC_CLASS = '47BBB4CB-CE4C-4E80-a591-42d9ae74950f'

const PROGRAM = `Sub Make(document As Object, url As String, filter As String, options As String, password As String)
  On Error Goto Failed
  Dim arguments(2) As New com.sun.star.beans.PropertyValue
  arguments(0).Name = "FilterName" : arguments(0).Value = filter
  If options <> "" Then
    arguments(1).Name = "FilterOptions" : arguments(1).Value = options
  End If
  If password = "binary" Then
    arguments(2).Name = "Password" : arguments(2).Value = "mau-thu"
  ElseIf password = "ooxml" Then
    Dim key(1) As New com.sun.star.beans.NamedValue
    key(0).Name = "OOXPassword" : key(0).Value = "mau-thu"
    key(1).Name = "CryptoType" : key(1).Value = "Standard"
    arguments(2).Name = "EncryptionData" : arguments(2).Value = key()
  End If
  document.storeToURL(url, arguments())
Failed:
End Sub

Function Opened(factory As String) As Object
  Dim plain(0) As New com.sun.star.beans.PropertyValue
  plain(0).Name = "Hidden" : plain(0).Value = True
  If Left(factory, 5) = "file:" Then
    Opened = StarDesktop.loadComponentFromURL(factory, "_blank", 0, plain())
  Else
    Opened = StarDesktop.loadComponentFromURL("private:factory/" & factory, "_blank", 0, plain())
    Fill(Opened, factory)
  End If
End Function

Sub Fill(document As Object, factory As String)
  On Error Goto Failed
  Dim words As String
  words = "M" & Chr(7850) & "U TH" & Chr(7916) & " NGHI" & Chr(7878) & "M: c" & Chr(244) & "ng v" & Chr(259) & "n"
  If factory = "swriter" Then
    document.Text.setString(words & Chr(13) & "Kinh gui cac don vi")
  ElseIf factory = "scalc" Then
    Dim row As Integer, column As Integer
    For row = 0 To 4
      For column = 0 To 3
        document.Sheets.getByIndex(0).getCellByPosition(column, row).setString("o" & row & column)
      Next
    Next
    document.Sheets.getByIndex(0).getCellByPosition(4, 0).setValue(12.5)
  Else
    Dim shape As Object
    Dim size As New com.sun.star.awt.Size
    Dim place As New com.sun.star.awt.Point
    shape = document.createInstance("com.sun.star.drawing.TextShape")
    size.Width = 9000 : size.Height = 3000 : place.X = 2000 : place.Y = 2000
    shape.setSize(size) : shape.setPosition(place)
    document.DrawPages.getByIndex(0).add(shape)
    shape.setString(words)
  End If
Failed:
End Sub

Sub AddObject(document As Object)
  On Error Goto Failed
  Dim embedded As Object
  embedded = document.createInstance("com.sun.star.text.TextEmbeddedObject")
  embedded.CLSID = "${CALC_CLASS}"
  document.Text.insertTextContent(document.Text.getEnd(), embedded, False)
  embedded.EmbeddedObject.Sheets.getByIndex(0).getCellByPosition(0, 0).setString("bang nhung")
Failed:
End Sub

Sub AddMacros(document As Object, form As String)
  On Error Goto Failed
  Dim libraries As Object, library As Object, text As String, name As String
  libraries = document.BasicLibraries
  text = "Sub XinChao()" & Chr(10) & "  MsgBox ""MAU THU NGHIEM - KHONG CO GIA TRI""" & Chr(10) & "End Sub"
  name = "Standard"
  If form = "vba" Then
    name = "VBAProject"
    libraries.VBACompatibilityMode = True
    libraries.ProjectName = name
    text = "Rem Attribute VBA_ModuleType=VBAModule" & Chr(10) & "Option VBASupport 1" & Chr(10) & text
  End If
  If Not libraries.hasByName(name) Then libraries.createLibrary(name)
  libraries.loadLibrary(name)
  library = libraries.getByName(name)
  If form = "vba" Then
    Dim info As New com.sun.star.script.ModuleInfo
    info.ModuleType = com.sun.star.script.ModuleType.NORMAL
    library.insertModuleInfo("MauThu", info)
  End If
  library.insertByName("MauThu", text)
Failed:
End Sub
`

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
const text = (value: string): string => `"${value.replaceAll('"', '""')}"`

/** Modules of the Standard library of a LibreOffice profile that does the jobs into the folder (a file: URL), by file name. */
export function basicLibrary(jobs: OfficeJob[], folder: string): Record<string, string> {
  const source = `${PROGRAM}\n${subsOf(jobs, folder)}`
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
  const library = (inside: string) =>
    `${XML}<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">${inside}</library:library>`
  return {
    'Module1.xba': `${XML}<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">${source}</script:module>`,
    'script.xlb': library('<library:element library:name="Module1"/>'),
    'dialog.xlb': library(''),
  }
}

/** One Sub for each document that is opened; jobs of the same preparation share it. */
function subsOf(jobs: OfficeJob[], folder: string): string {
  const groups = Map.groupBy(jobs, ({ factory, macros, object }) => `${factory} ${macros ?? ''} ${object ?? ''}`)
  const subs = [...groups.values()].map((group, i) => subOf(group, i, folder))
  const calls = subs.map((_, i) => `  Group${i}()`).join('\n')
  return `${subs.join('\n')}
Sub All()
  On Error Goto Finish
${calls}
Finish:
  StarDesktop.terminate()
End Sub`
}

function subOf(jobs: OfficeJob[], index: number, folder: string): string {
  const { factory, macros, object } = jobs[0]!
  const lines = jobs.map(({ name, filter, options = '', password = '' }) => {
    return `  Make(document, ${text(folder + name)}, ${text(filter)}, ${text(options)}, ${text(password)})`
  })
  return `Sub Group${index}()
  On Error Goto Failed
  Dim document As Object
  document = Opened(${text(factory)})
${macros ? `  AddMacros(document, ${text(macros)})\n` : ''}${object ? '  AddObject(document)\n' : ''}${lines.join('\n')}
  document.close(True)
Failed:
End Sub`
}
