import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from './chromium.ts'
import { download, openFiles, pageFromDisk, siteFolder, untilState, visit } from './visit.ts'

const sample = (name: string) => readFileSync(`${siteFolder}/samples/${name}`, 'utf8')

/** A Chromium whose WebGPU runs in software (SwiftShader), with its own GPU process. */
function launchWithGpu(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--user-agent=good-enough-engine-test',
    ],
  })
}

/** Fewer replicates than usual: a GPU in software draws a hundred times more slowly than the CPU. */
const policy = `${sample('churn-outreach.yaml')}\nreplicates: 50\n`
const table = sample('clear_pass.csv')
/** Ten times the rows, so that there is something to interrupt. */
const largeTable = table + table.slice(table.indexOf('\n') + 1).repeat(9)

/** The result as JSON, and which engine the page says computed it. @param whileWorking done once work has begun */
async function resultOf(
  browser: Browser,
  query: string,
  text: string,
  whileWorking: () => void = () => undefined,
): Promise<{ json: string; engine: string | null; words: string }> {
  const { page, complaints, close } = await visit(browser, `${pageFromDisk}${query}`)
  await openFiles(page, { 'predictions.csv': text, 'churn-outreach.yaml': policy })
  await page.waitForSelector('main:is([data-state="roles"], [data-state="working"], [data-state="done"])', {
    timeout: 30_000,
  })
  if ((await page.locator('main').getAttribute('data-state')) === 'roles') await page.click('[data-action="evaluate"]')
  whileWorking()
  await untilState(page, 'done')
  const chip = page.locator('[data-engine]').first()
  const engine = await chip.getAttribute('data-engine')
  const words = await chip.innerText()
  const json = (await download(page, '[data-export="json"]')).toString('utf8')
  expect(complaints).toEqual([])
  await close()
  return { json, engine, words }
}

describe('the page’s engine', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchWithGpu()
  })
  afterAll(() => browser.close())

  it('a software adapter is no GPU to the automatic choice', async () => {
    expect((await resultOf(browser, '', table)).engine).toBe('cpu')
  })

  it('WebGPU gives the bytes that the CPU gives, but for its name', async (context) => {
    const cpu = await resultOf(browser, '?engine=cpu', table)
    const gpu = await resultOf(browser, '?engine=webgpu', table)
    expect(cpu.engine).toBe('cpu')
    if (gpu.engine === 'cpu' && /no GPU adapter/.test(gpu.words))
      context.skip('this Chromium has no WebGPU in software')
    expect(gpu.engine).toBe('webgpu')
    expect(JSON.parse(gpu.json).backend).toBe('webgpu')
    expect(gpu.json.replace('"backend": "webgpu"', '"backend": "cpu"') === cpu.json).toBe(true)
  })

  it('a GPU process that is killed in the middle ends on the CPU’s bytes', async () => {
    const cpu = await resultOf(browser, '?engine=cpu', largeTable)
    const { json, engine } = await resultOf(browser, '?engine=webgpu', largeTable, () =>
      setTimeout(killGpuProcess, 500),
    )
    expect(json.replace('"backend": "webgpu"', '"backend": "cpu"') === cpu.json).toBe(true)
    expect(engine).toBe(JSON.parse(json).backend)
  })
})

/** Ends this test's GPU process as a crashing driver would. */
function killGpuProcess(): void {
  const processes = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n')
  const ours = processes.filter(
    (line) => line.includes('--type=gpu-process') && line.includes('good-enough-engine-test'),
  )
  expect(ours.length).toBeGreaterThan(0)
  for (const line of ours) process.kill(Number(line.trim().split(' ')[0]), 'SIGKILL')
}
