// Chromium, a fresh page for every measurement, and what its processes hold.
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

/** $CHROMIUM, the system's, or the one that playwright installed. */
function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = (process.env.PATH ?? '').split(delimiter)
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  const found = [process.env.CHROMIUM, ...onPath, chromium.executablePath()].find((path) => path && existsSync(path))
  if (found === undefined) throw new Error('No Chromium found: install one, or name it in the variable CHROMIUM.')
  return found
}

export function launchChromium() {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-default-apps',
      '--no-first-run',
    ],
  })
}

/**
 * Has one contender take one file in a page of its own, in a profile (so: a process) of its own.
 * @param {{onReady?: () => Promise<void>}} options `onReady` is awaited just before the clock starts
 * @returns {Promise<import('./page/contender.ts').Outcome & {ms: number}>}
 */
export async function take(browser, url, contender, path, { onReady } = {}) {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(0)
    await page.goto(url)
    await page.waitForFunction(() => 'bench' in globalThis)
    await page.setInputFiles('input', path)
    await page.evaluate((name) => bench.prepare(name), contender)
    await onReady?.()
    return await page.evaluate(() => bench.run())
  } finally {
    await context.close()
  }
}

/**
 * Watches what the browser's page processes hold (anonymous and shared memory; not code and files mapped in), as the
 * system counts it: garbage that is not collected yet is in it. null where the system has no `/proc`.
 */
export async function watchMemory(browser, intervalMs = 3) {
  if (!existsSync('/proc/self/status')) return null
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  const read = () => ids.reduce((sum, id) => sum + residentBytes(id), 0)
  const baseline = read()
  let peak = baseline
  const timer = setInterval(() => {
    peak = Math.max(peak, read())
  }, intervalMs)
  return {
    stop() {
      clearInterval(timer)
      return { baseline, peak: Math.max(peak, read()) }
    },
  }
}

function residentBytes(processId) {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'latin1')
    const parts = [...status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB/gm)]
    return parts.reduce((sum, [, size]) => sum + Number(size) * 1024, 0)
  } catch {
    return 0
  }
}
