import { unzip, zip } from '../../samples/make/zip.ts'
import { buildZip, DOCX_TYPE } from '../support/zip-builder.ts'
import {
  because,
  DOCM,
  documentBytes,
  EXE,
  family,
  latin1,
  macro,
  PAGE,
  type Plan,
  program,
  script,
  text,
} from './build.ts'
import { active, attached } from './ooxml.ts'

const sylk = 'ID;P\nC;Y1;X1;K0;ECALL("Kernel32","WinExec","JCJ","cmd",5)\nE\n'

const others: Plan[] = [
  attached('k-slk', 'a SYLK file with a formula that runs', 'high', 'a.slk', text(sylk), [
    { found: 'name' },
    ...macro,
    ...active,
  ]),
  attached('k-slk-csv', 'SYLK named .csv', 'medium', 'a.csv', text(sylk), [...macro, ...active, ...script]),
  attached(
    'k-csv-dde',
    'a formula with DDE in a CSV',
    'medium',
    'a.csv',
    text('Mau,Thu\r\n"=cmd|\'/k mau.bat\'!A1",1\r\n'),
    [...active, ...script],
  ),
  attached('k-iqy', 'a web query', 'high', 'a.iqy', text('WEB\r\n1\r\nhttps://example.invalid/a\r\n'), [
    ...program,
    { found: 'name' },
  ]),
  attached(
    'k-url',
    'an internet shortcut named .txt',
    'low',
    'a.txt',
    text('[InternetShortcut]\r\nURL=file://example.invalid/a.exe\r\n'),
    program,
  ),
  attached(
    'k-lnk',
    'a shortcut named .doc',
    'high',
    'a.doc',
    Buffer.concat([Buffer.from('4c0000000114020000000000c000000000000046', 'hex'), Buffer.alloc(100)]),
    program,
  ),
  attached('k-html-pdf', 'a page with a script named .pdf', 'medium', 'a.pdf', PAGE, script),
  attached('k-html-doc', 'a page with a script named .doc (Word opens it)', 'high', 'a.doc', PAGE, script),
  attached('k-html-xls', 'a page with a script named .xls', 'high', 'a.xls', PAGE, script),
  attached(
    'k-polyglot-pdf-zip',
    'a PDF and a zip at once',
    'medium',
    'a.pdf',
    Buffer.concat([documentBytes('bao-cao-58.pdf'), buildZip([{ name: 'mau.exe', bytes: EXE }])]),
    [...program, ...because('damaged')],
  ),
  attached(
    'k-polyglot-jpg-html',
    'a picture and a page at once',
    'medium',
    'a.html',
    Buffer.concat([documentBytes('anh-hoi-nghi.jpg'), PAGE]),
    [...script, ...program],
  ),
  attached('k-polyglot-gif-js', 'a GIF that is a script', 'low', 'a.js', latin1('GIF89a=1;WScript.Echo(1);'), [
    { found: 'name' },
    ...script,
  ]),
  attached(
    'k-polyglot-docm-jpg',
    'a docm behind a picture',
    'medium',
    'a.jpg',
    Buffer.concat([documentBytes('anh-hoi-nghi.jpg'), DOCM]),
    [...macro, ...because('damaged')],
  ),
  attached(
    'k-elf',
    'an ELF',
    'medium',
    'a',
    Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(200)]),
    program,
  ),
  attached(
    'k-macho',
    'a Mach-O',
    'low',
    'a',
    Buffer.concat([Buffer.from('cffaedfe07000001', 'hex'), Buffer.alloc(200)]),
    program,
  ),
  attached('k-shebang', 'a shell script without a name', 'medium', 'a', text('#!/bin/sh\necho MAU THU\n'), script),
  attached(
    'k-jar',
    'a jar named .zip',
    'high',
    'a.zip',
    buildZip([
      { name: 'META-INF/MANIFEST.MF', bytes: 'Main-Class: Mau\n' },
      { name: 'Mau.class', bytes: Buffer.from('cafebabe00000034', 'hex') },
    ]),
    program,
  ),
  attached(
    'k-mz-short',
    'a DOS program without PE',
    'medium',
    'a.dat',
    Buffer.concat([latin1('MZ'), Buffer.alloc(100)]),
    program,
  ),
  attached(
    'k-docx-plain-lie',
    'a docx of a docm with its VBA removed from the types',
    'high',
    'a.docx',
    zip(
      unzip(DOCM).map((member) =>
        member.name === '[Content_Types].xml'
          ? {
              ...member,
              bytes: text(
                member.bytes
                  .toString()
                  .replace('macroEnabled.main+xml', 'x')
                  .replace('application/vnd.ms-word.document.x', DOCX_TYPE),
              ),
            }
          : member,
      ),
    ),
    macro,
  ),
]

export const lyingKindCases = family('other kinds', others)
