import { chmodSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { emptyLedger, ledgerText, parseLedger, withEntry, type Ledger, type LedgerEntry } from '../policy/ledger.ts'
import { InputError } from '../table/input-error.ts'
import { keep, remove, temporary } from './output.ts'

/** A ledger that no other run of the command reads or writes while this one holds it. */
export interface LedgerFile {
  /** Waits until no other holds it, holds it, and reads it: empty where there is no such file. */
  hold(): Promise<Ledger>
  /** Writes it with one more look, whole or not at all. Only while it is held. */
  append(entry: LedgerEntry): void
  release(): void
}

const retryMs = 50

/**
 * The ledger of a policy.
 * @param name the ledger as the policy names it: a path from the policy's folder
 * @param longestWaitMs how long to wait for another run that holds it
 */
export function ledgerFile(policyPath: string, name: string, longestWaitMs = 10 * 60_000): LedgerFile {
  const named = resolve(dirname(policyPath), name)
  const path = reported(name, () =>
    statSync(named, { throwIfNoEntry: false }) === undefined ? named : realpathSync(named),
  )
  const lock = `${path}.lock`
  let held: { text: string | null } | null = null
  const text = () => reported(name, () => textOf(path))
  return {
    async hold() {
      await takeLock(name, lock, longestWaitMs)
      held = { text: text() }
      return held.text === null ? emptyLedger : parseLedger(name, held.text)
    },
    append(entry) {
      if (held === null || text() !== held.text) throw changedMeanwhile(name)
      const ledger = held.text === null ? emptyLedger : parseLedger(name, held.text)
      reported(name, () => replace(path, ledgerText(withEntry(ledger, entry))))
    },
    release() {
      if (held !== null) remove(lock)
      held = null
    },
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function replace(path: string, text: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  const draft = temporary(`${path}.${process.pid}.tmp`)
  writeFileSync(draft, text)
  if (mode !== undefined) chmodSync(draft, mode)
  renameSync(draft, path)
  keep(draft)
}

/** Makes the file that is the lock; it names who holds it, so that one whose holder is gone can be taken over. */
async function takeLock(name: string, lock: string, longestWaitMs: number): Promise<void> {
  const own = `${process.pid} ${hostname()}`
  const startedAt = performance.now()
  for (;;) {
    if (reported(name, () => created(lock, own))) return void temporary(lock)
    const holder = textOf(lock)
    if (holder !== null && isGone(holder)) reported(name, () => clear(lock, holder))
    else if (performance.now() - startedAt > longestWaitMs) throw stillHeld(name, lock, holder, longestWaitMs)
    else if (holder !== null) await delay(retryMs)
  }
}

function created(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Whether a holder was a process of this machine that has ended. */
function isGone(holder: string): boolean {
  const [pid, host] = holder.split(' ')
  if (host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** Removes a lock that was left behind. Of several that try, one moves it away; a lock that is new by then is put back. */
function clear(lock: string, holder: string): void {
  const aside = `${lock}.${process.pid}`
  try {
    renameSync(lock, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = textOf(aside)
  if (moved !== null && moved !== holder) created(lock, moved)
  remove(aside)
}

function reported<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new InputError({
      code: 'ledger_not_kept',
      place: { policyPath: 'ledger' },
      found: `${name}: ${(error as NodeJS.ErrnoException).code ?? 'an error'}`,
      expected: 'a file that can be read and written',
      remedy: 'Check the path, from the policy’s folder.',
    })
  }
}

function stillHeld(name: string, lock: string, holder: string | null, waitedMs: number): InputError {
  return new InputError({
    code: 'ledger_held',
    place: { policyPath: 'ledger' },
    found: `${name} held for ${waitedMs / 60_000} minutes by process ${holder ?? 'unknown'}`,
    expected: 'no other evaluation that takes so long',
    remedy: `If none is under way, remove ${lock}.`,
  })
}

function changedMeanwhile(name: string): InputError {
  return new InputError({
    code: 'ledger_changed',
    place: { policyPath: 'ledger' },
    found: `${name} changed while it was held`,
    expected: 'no other program that writes it',
    remedy: 'Evaluate again.',
  })
}
