// The command line: which commands there are, their options, and the exit status of a mistake.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { checkCommand } from './commands/check.ts'
import { demoCommand } from './commands/demo.ts'
import { explainCommand } from './commands/explain.ts'
import { inspectCommand } from './commands/inspect.ts'
import { policyCheckCommand, policyListCommand } from './commands/policy.ts'
import { policyTryCommand } from './commands/policy-try.ts'
import { serveCommand } from './commands/serve.ts'
import { STATUS, UsageError } from './commands/status.ts'
import { trustAddCommand, trustListCommand } from './commands/trust.ts'
import { trustFetchCommand } from './commands/trust-fetch.ts'
import { SettingsError } from './settings/yaml-file.ts'

const POLICIES = ['--policies <dir>', 'thư mục chính sách / policy folder'] as const
const SITE = ['--site <dir>', 'dữ liệu riêng của cơ quan / data of your office, laid over <policies>/site'] as const
const JSON_OPTION = ['--json', 'mỗi tệp một dòng JSON / one line of JSON a file'] as const

const VERSION: string = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')).version

/** Runs one command and gives the exit status; never throws. */
export async function run(args: string[]): Promise<number> {
  let status: number = STATUS.ok
  const program = build((result) => {
    status = result
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return status
  } catch (error) {
    return report(error, program)
  }
}

function build(done: (status: number) => void): Command {
  const program = new Command('congthu')
    .description('Cổng thư: xét thư gửi đi theo Quy chế 1713/QĐ-UBND / judges outgoing mail clause by clause')
    .version(VERSION)
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError()
  const add = (words: string, about: string) =>
    program
      .command(words)
      .description(about)
      .option(...POLICIES)
      .option(...SITE)

  add('serve', 'chạy cổng / run the gateway')
    .option('--config <file>', 'tệp cấu hình / configuration file')
    .option('--listen <host:port>', 'địa chỉ nghe / address to listen on')
    .option('--next-hop <host:port>', 'máy chủ nhận tiếp / where passed mail goes')
    .action(async (options) => done(await serveCommand(options)))
  add('check <files...>', 'xét tệp .eml / judge .eml files')
    .option(...JSON_OPTION)
    .option('--from <address>', 'người gửi trên phong bì / envelope sender (default: the header’s)')
    .option(
      '--to <address>',
      'người nhận trên phong bì, lặp lại được / envelope recipient, repeatable (default: the header’s)',
      collect,
    )
    .option('--at <time>', 'thời điểm xét, ISO 8601 / time of judgement (default: now)')
    .action(async (files, options) => done(await checkCommand(files, options)))
  add('inspect <files...>', 'xem dữ kiện của thư hoặc tệp, không phán xét / facts of a message or a document')
    .option(...JSON_OPTION)
    .action(async (files, options) => done(await inspectCommand(files, options)))
  add('explain <name>', 'giải thích điều khoản, quy tắc hoặc mã tra cứu / explain a clause, a rule or a look-up code')
    .option('--config <file>', 'tệp cấu hình / configuration file')
    .option('--audit <file>', 'sổ quyết định / audit file')
    .action((name, options) => done(explainCommand(name, options)))
  const policy = program.command('policy').description('kiểm tra hoặc liệt kê chính sách / check or list the policy')
  policy
    .command('check')
    .description('kiểm tra thư mục chính sách / does it load?')
    .option(...POLICIES)
    .option(...SITE)
    .action((options) => done(policyCheckCommand(options)))
  policy
    .command('list')
    .description('liệt kê quy tắc / list the rules')
    .option(...JSON_OPTION)
    .option(...POLICIES)
    .option(...SITE)
    .action((options) => done(policyListCommand(options)))
  policy
    .command('try <folder>')
    .description(
      'xét thử một thư mục .eml và nói từng quy tắc sẽ làm gì / judge a folder of .eml and say what each rule would do',
    )
    .option(...JSON_OPTION)
    .option(...POLICIES)
    .option(...SITE)
    .option('--at <time>', 'thời điểm xét, ISO 8601 / time of judgement (default: now)')
    .option('--beside <dir>', 'chính sách khác để so sánh / another policy folder, to see what it decides otherwise')
    .action(async (folder, options) => done(await policyTryCommand(folder, options)))
  addTrust(program, done)
  program
    .command('demo')
    .description('gửi các thư mẫu qua cổng trên máy này / send the samples through a gateway on this machine')
    .action(async () => done(await demoCommand()))
  return program
}

function addTrust(program: Command, done: (status: number) => void): void {
  const trust = program
    .command('trust')
    .description('chứng thư được tin và CRL / trusted certificates and revocation lists')
  const add = (words: string, about: string) =>
    trust
      .command(words)
      .description(about)
      .option(...POLICIES)
      .option(...SITE)
  add('list', 'đã ghim gì, có gì, thiếu gì / what is pinned, there and missing')
    .option('--json', 'mỗi mục một dòng JSON / one line of JSON an entry')
    .action((options) => done(trustListCommand(options)))
  add(
    'add <files...>',
    'kiểm tra rồi lưu chứng thư hoặc CRL / check and store certificates or revocation lists',
  ).action((files, options) => done(trustAddCommand(files, options)))
  add('fetch', 'tải về từ địa chỉ trong roots.yaml / download from the addresses in roots.yaml').action(
    async (options) => done(await trustFetchCommand(options)),
  )
}

function collect(address: string, before: string[] = []): string[] {
  if (address.trim() === '') throw new UsageError('--to: địa chỉ trống / an empty address')
  return [...before, address]
}

/** Mistakes of use are 64, of settings 78; anything else is our own failure, 75. */
function report(error: unknown, program: Command): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.ok : STATUS.usage // already printed
  if (error instanceof UsageError) {
    console.error(`congthu: ${error.message}\n\n${program.helpInformation()}`)
    return STATUS.usage
  }
  console.error(error instanceof SettingsError ? error.message : `congthu: ${(error as Error).message}`)
  return error instanceof SettingsError ? STATUS.config : STATUS.tempfail
}
