// A person's way through the page, from opening it to saving the result, and what keeps its main thread busy meanwhile.

/** From here on a task is long: https://w3c.github.io/longtasks/ */
export const longTaskMs = 50
const draggedFrames = 120
const restMs = 600

/**
 * Goes the whole way with one table and one policy.
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} address of the page
 * @param {string[]} paths of the files to be dropped
 * @returns {Promise<{steps: {name: string, ms: number, longTasks: number[]}[], frames: {medianMs: number, worstMs: number, perSecond: number} | null}>}
 *   of every step how long it took, with half a second for what follows, and its tasks of 50 ms or more, in milliseconds;
 *   of the slider how long frames took while it was dragged, null where there is none
 */
export async function watchJourney(context, address, paths) {
  const page = await context.newPage()
  page.setDefaultTimeout(0)
  await page.addInitScript(() => {
    globalThis.longTasks = []
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
      buffered: true,
    })
  })
  const steps = []
  const step = async (name, act) => {
    const startMs = performance.now()
    await act()
    const ms = performance.now() - startMs
    await page.waitForTimeout(restMs)
    steps.push({ name, ms, longTasks: await page.evaluate(() => longTasks.splice(0)) })
  }
  let frames = null
  await step('open', () => page.goto(address))
  await step('files to results', async () => {
    await page.locator('input[type=file]').setInputFiles(paths)
    await page.locator('main[data-state=done]').waitFor()
  })
  if ((await page.locator('input[type=range]').count()) > 0) {
    await step('drag the slider', async () => {
      frames = await page.evaluate(drag, draggedFrames)
    })
  }
  const splits = page.getByRole('group', { name: 'Split to look at' }).locator('label')
  for (const split of (await splits.all()).reverse())
    await step(`split ${(await split.innerText()).trim()}`, () => split.click())
  await step('all metrics', () =>
    page
      .getByRole('button', { name: /^Show all \d+ metrics$/ })
      .first()
      .click(),
  )
  await step('save JSON', () => Promise.all([page.waitForEvent('download'), page.click('[data-export=json]')]))
  return { steps, frames }
}

/** In the page: moves the threshold once a frame across the middle of its range. */
async function drag(frameCount) {
  const slider = document.querySelector('input[type=range]')
  const [low, high] = [Number(slider.min), Number(slider.max)]
  const times = []
  let last = await new Promise(requestAnimationFrame)
  for (let frame = 1; frame <= frameCount; frame++) {
    slider.value = String(low + (high - low) * (0.2 + (0.6 * frame) / frameCount))
    slider.dispatchEvent(new Event('input', { bubbles: true }))
    const now = await new Promise(requestAnimationFrame)
    times.push(now - last)
    last = now
  }
  times.sort((a, b) => a - b)
  const sum = times.reduce((total, ms) => total + ms, 0)
  return { medianMs: times[frameCount >> 1], worstMs: times[frameCount - 1], perSecond: (1000 * frameCount) / sum }
}

/** The steps and the frames as lines of text. */
export function journeyLines({ steps, frames }) {
  return [
    ...steps.map(
      ({ name, ms, longTasks }) =>
        `${name.padEnd(18)} ${Math.round(ms).toLocaleString('en').padStart(7)} ms   tasks over ${longTaskMs} ms: ${longTasks.length === 0 ? 'none' : longTasks.map(Math.round).join(', ')}`,
    ),
    ...(frames === null
      ? []
      : [
          `the slider, dragged: ${frames.perSecond.toFixed(0)} frames a second, half within ${frames.medianMs.toFixed(1)} ms, the worst ${frames.worstMs.toFixed(1)} ms`,
        ]),
  ]
}
