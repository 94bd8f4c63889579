// The Basic macro that LibreOffice runs for what --convert-to cannot say: passwords and a VBA project.

const BASIC = `Sub Make(folder As String)
  On Error Goto Finish
  Dim plain(0) As New com.sun.star.beans.PropertyValue
  plain(0).Name = "Hidden" : plain(0).Value = True
  Dim document As Object
  document = StarDesktop.loadComponentFromURL(folder &amp; "to-trinh-77.docx", "_blank", 0, plain())
  Protect(document, folder &amp; "to-trinh-77-mat-khau.docx", "MS Word 2007 XML")
  ProtectPdf(document, folder &amp; "to-trinh-77-mat-khau.pdf")
  document.close(True)
  document = StarDesktop.loadComponentFromURL(folder &amp; "bang-tong-hop-thiet-bi.xlsx", "_blank", 0, plain())
  Protect(document, folder &amp; "bang-tong-hop-thiet-bi-mat-khau.xlsx", "Calc MS Excel 2007 XML")
  AddProject(document, folder &amp; "bang-tong-hop-thiet-bi.xlsm")
  document.close(True)
Finish:
  StarDesktop.terminate()
End Sub

Sub Protect(document As Object, url As String, filter As String)
  Dim key(1) As New com.sun.star.beans.NamedValue
  key(0).Name = "OOXPassword" : key(0).Value = "mau-thu"
  key(1).Name = "CryptoType" : key(1).Value = "Standard"
  Dim arguments(1) As New com.sun.star.beans.PropertyValue
  arguments(0).Name = "FilterName" : arguments(0).Value = filter
  arguments(1).Name = "EncryptionData" : arguments(1).Value = key()
  document.storeToURL(url, arguments())
End Sub

Sub ProtectPdf(document As Object, url As String)
  Dim options(1) As New com.sun.star.beans.PropertyValue
  options(0).Name = "EncryptFile" : options(0).Value = True
  options(1).Name = "DocumentOpenPassword" : options(1).Value = "mau-thu"
  Dim arguments(1) As New com.sun.star.beans.PropertyValue
  arguments(0).Name = "FilterName" : arguments(0).Value = "writer_pdf_Export"
  arguments(1).Name = "FilterData" : arguments(1).Value = options()
  document.storeToURL(url, arguments())
End Sub

Sub AddProject(document As Object, url As String)
  Dim libraries As Object
  libraries = document.BasicLibraries
  libraries.VBACompatibilityMode = True
  libraries.ProjectName = "VBAProject"
  If Not libraries.hasByName("VBAProject") Then libraries.createLibrary("VBAProject")
  libraries.loadLibrary("VBAProject")
  Dim project As Object
  project = libraries.getByName("VBAProject")
  Dim info As New com.sun.star.script.ModuleInfo
  info.ModuleType = com.sun.star.script.ModuleType.NORMAL
  project.insertModuleInfo("MauThu", info)
  project.insertByName("MauThu", "Rem Attribute VBA_ModuleType=VBAModule" &amp; Chr(10) &amp; _
    "Option VBASupport 1" &amp; Chr(10) &amp; "Sub XinChao()" &amp; Chr(10) &amp; _
    "  MsgBox ""MAU THU NGHIEM - KHONG CO GIA TRI""" &amp; Chr(10) &amp; "End Sub")
  Dim arguments(0) As New com.sun.star.beans.PropertyValue
  arguments(0).Name = "FilterName" : arguments(0).Value = "Calc MS Excel 2007 VBA XML"
  document.storeToURL(url, arguments())
End Sub
`

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** The Standard library of a LibreOffice profile with the one module in it. */
export const MACROS = {
  module: `${XML}<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">${BASIC}</script:module>`,
  library: `${XML}<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/>
</library:library>`,
  dialogs: `${XML}<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"/>`,
}
