// The built command, many times in one process: what a fresh process spends on starting is most of a small run.
// Takes { folder, args } from the process that forked it, and answers { status, stdout, stderr }.
import { Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

const [program] = process.argv.slice(2)
process.argv = [process.execPath, program, 'help']
const helped = outputs()
const { command } = await import(pathToFileURL(program).href)
helped()
process.exitCode = 0

process.on('disconnect', () => process.exit())
process.on('message', async ({ folder, args }) => {
  process.chdir(folder)
  const written = outputs()
  const status = await command(args)
  // Files that are temporary are removed when the program ends.
  process.emit('exit', status)
  process.send({ status, ...written() })
})
process.send('ready')

/** Catches both outputs from now on. @returns gives what was written */
function outputs() {
  const all = ['stdout', 'stderr'].map((name) => {
    const chunks = []
    const write = (chunk, _encoding, done) => done(void chunks.push(chunk))
    Object.defineProperty(process, name, { value: new Writable({ write }), configurable: true })
    return [name, chunks]
  })
  return () => Object.fromEntries(all.map(([name, chunks]) => [name, Buffer.concat(chunks).toString('utf8')]))
}
