import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'

/** The browser to test in: $CHROMIUM, the system's, or the one that playwright installed. */
export function findChromium(): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const named = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  )
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', ...named, chromium.executablePath()]
  const found = candidates.find((path) => path !== undefined && path !== '' && existsSync(path))
  if (found === undefined) throw new Error('No Chromium found: install one, or name it in the variable CHROMIUM.')
  return found
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--no-first-run',
  '--disable-domain-reliability',
]

/**
 * A quiet browser with a new, empty profile.
 * @param proxy where all its traffic goes, `host:port`
 * @param reached the one address, `host:port`, that it reaches all the same
 */
export function launch(proxy?: string, reached?: string): Promise<Browser> {
  const bypass = ['<-loopback>', ...(reached === undefined ? [] : [reached])].join(';')
  const args = proxy === undefined ? quiet : [...quiet, `--proxy-server=${proxy}`, `--proxy-bypass-list=${bypass}`]
  return chromium.launch({ executablePath: findChromium(), args })
}

/** One with a profile in a folder, as people have: what a private window refuses works there. */
export function launchProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: findChromium(), args: quiet })
}
