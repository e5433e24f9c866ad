// Replicates of 200 slices' curves, on a GPU against the CPU, in Node on Dawn: `npm run bench -- --gpu`.
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { root } from '../../src/build/install.mjs'

const outDir = join(root, '.cache/bench/replicates')
const aim = 30

/** Builds the contest from the project's sources, runs it, prints. @returns the exit status: 1 where there is no adapter */
export async function benchmarkReplicates(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      gpu: { type: 'boolean' },
      slices: { type: 'string', default: '200' },
      rows: { type: 'string', default: '50000' },
      replicates: { type: 'string', default: '2000' },
      'cpu-slices': { type: 'string', default: '5' },
    },
  })
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { target: 'node', noExternal: true },
    build: {
      ssr: join(root, 'test/bench/replicates/contest.ts'),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
    },
  })
  const { contest } = await import(join(outDir, 'contest.js'))
  const { create, globals } = await import('webgpu')
  Object.assign(globalThis, globals)
  const options = {
    slices: Number(values.slices),
    rowsPerSlice: Number(values.rows),
    replicates: Number(values.replicates),
    cpuSlices: Math.min(Number(values.slices), Number(values['cpu-slices'])),
  }
  const result = await contest(create([]), options)
  if (typeof result === 'string') {
    console.error(`Not measured: ${result}.`)
    return 1
  }
  console.log(linesOf(result, options).join('\n'))
  return 0
}

function linesOf({ adapter, isSoftware, draws, curves, bands }, { slices, rowsPerSlice, replicates, cpuSlices }) {
  const line = (name, { cpuMs, gpuMs }) =>
    `${name}: GPU ${whole(gpuMs)} ms, CPU ${whole(cpuMs)} ms (one core; ${cpuSlices} slices, scaled up): ${(cpuMs / gpuMs).toFixed(1)} times`
  const ratio = curves.cpuMs / curves.gpuMs
  return [
    `${adapter}, against ${cpus()[0].model.trim()} (${availableParallelism()} cores)`,
    `${whole(slices)} slices of ${whole(rowsPerSlice)} rows, 2 models, ${whole(replicates)} replicates; counts equal to the bit`,
    `${line('whole curves', curves)}; ${whole(draws / 1e3 / curves.gpuMs)} M draws/s on the GPU`,
    line('bands of three metrics at 200 points', bands),
    isSoftware
      ? 'This adapter is the CPU in disguise: its figures say nothing of a GPU.'
      : `${ratio >= aim ? 'met    ' : 'NOT MET'}  whole curves at least ${aim} times the CPU: ${ratio.toFixed(1)} times`,
  ]
}

function whole(value) {
  return Math.round(value).toLocaleString('en')
}
