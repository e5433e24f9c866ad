/** What typing at an element does: edits text, chooses from a list, or nothing (null). */
export function typingAt(target: EventTarget | null): 'text' | 'choice' | null {
  if (!(target instanceof HTMLElement)) return null
  if (target.matches('select')) return 'choice'
  const takesText = 'input:not([type=range], [type=checkbox], [type=radio]), textarea, [contenteditable]'
  return target.matches(takesText) ? 'text' : null
}
