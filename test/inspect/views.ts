import type { Inspection, QuestionOption } from '../../src/inspect/inspection.ts'

/** The questions that keep a file from being evaluated. */
export function blockingOf({ questions }: Inspection): string[] {
  return questions.filter(({ isBlocking }) => isBlocking).map(({ id }) => id)
}

/** What each role is, without the reasons. */
export function columnsOfRoles({ roles }: Inspection): Record<string, string> {
  return Object.fromEntries(Object.entries(roles).map(([role, proposal]) => [role, proposal.column]))
}

/** All options of all questions. */
export function optionsOf({ questions }: Inspection): QuestionOption[] {
  return questions.flatMap(({ options }) => options)
}
