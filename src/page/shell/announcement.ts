import { verdictWords } from '../../words/verdict.ts'
import type { Desk } from './desk.svelte.ts'

/** What a screen reader is told as things change: progress by tenths, then the verdict. Errors are alerts of their own. */
export function announcementOf(desk: Pick<Desk, 'state' | 'work' | 'session' | 'setup'>): string {
  if (desk.work !== null) return progressWords(desk.work)
  if (desk.state === 'done' && desk.session !== null) {
    const { title, because } = verdictWords(desk.session.document)
    return `${title}: ${because}.`
  }
  if (desk.state === 'roles' && desk.setup !== null)
    return desk.setup.missing ?? 'Columns read. Check the roles, then evaluate.'
  return ''
}

function progressWords({ title, progress }: NonNullable<Desk['work']>): string {
  if (progress === null || progress.bytesTotal === 0) return title
  return `${title}, ${Math.floor((10 * progress.bytesRead) / progress.bytesTotal) * 10} %`
}
