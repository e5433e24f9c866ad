import { verdictWords } from '../../words/verdict.ts'
import type { PageState } from './page-state.svelte.ts'

/** What a screen reader is told as things change: progress by tenths, then the verdict. Errors are alerts of their own. */
export function announcementOf(page: Pick<PageState, 'status' | 'work' | 'content'>): string {
  if (page.work !== null) return progressWords(page.work)
  const { session, setup } = page.content
  if (page.status === 'done' && session !== null) {
    const { title, because } = verdictWords(session.document)
    return `${title}: ${because}.`
  }
  if (page.status === 'roles' && setup !== null) return setup.missing ?? 'Columns read. Check the roles, then evaluate.'
  return ''
}

function progressWords({ title, progress }: NonNullable<PageState['work']>): string {
  if (progress === null || progress.bytesTotal === 0) return title
  return `${title}, ${Math.floor((10 * progress.bytesRead) / progress.bytesTotal) * 10} %`
}
