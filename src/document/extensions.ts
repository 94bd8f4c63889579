// File name extensions by what opening such a file does.

function words(list: string): Set<string> {
  return new Set(list.split(' '))
}

/** Scripts: text that an interpreter runs when the file is opened, by name alone. */
export const SCRIPT_EXTENSIONS = words(
  'bash bat cmd csh hta inf js jse ksh php pl ps1 psc1 psc2 psd1 psm1 py pyw rb reg sct sh vb vbe vbs wsc wsf wsh',
)

/** Shortcuts and settings in text form that start something else. */
export const SHORTCUT_EXTENSIONS = words(
  'appref-ms desktop diagcab iqy library-ms search-ms settingcontent-ms scf url website xbap',
)

/** Programs, installers and whatever else Windows and other systems run on opening; scripts and shortcuts too. */
export const EXECUTABLE_EXTENSIONS = new Set([
  ...SCRIPT_EXTENSIONS,
  ...SHORTCUT_EXTENSIONS,
  ...words(
    'apk app appinstaller application appx appxbundle chm cmd com cpl crx deb dll drv elf exe gadget hlp ins isp jar jnlp lnk ' +
      'msc msh msi msix msixbundle msp mst ocx pif pkg pyc pyz rpm run scr sys xll xpi',
  ),
])

/** Word-processing, spreadsheet and presentation files under any of their names. */
export const OFFICE_EXTENSIONS = words(
  'doc docm docx dot dotm dotx fodp fods fodt odp ods odt otp ots ott pot potm potx pps ppsm ppsx ppt pptm pptx rtf wps ' +
    'xls xlsb xlsm xlsx xlt xltm xltx',
)

/** What people take for harmless when it stands before the last dot. */
export const DOCUMENT_EXTENSIONS = new Set([
  ...OFFICE_EXTENSIONS,
  ...words(
    '7z avi bmp csv eml gif htm html ics jpeg jpg mov mp3 mp4 mpp msg pdf png pub rar svg tif tiff txt vcf vsd vsdx wav xml zip',
  ),
])
