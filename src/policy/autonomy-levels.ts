/** A level of autonomy: what a model does there by itself, and how sure the evidence has to be. */
export interface AutonomyLevel {
  level: number
  title: string
  does: string
  /** Level of the intervals at which every requirement has to be met; 0: by its value alone; null: nothing has to be. */
  confidence: number | null
}

/** The more a model does by itself, the surer it has to be that it is good enough. */
export const autonomyLevels: readonly AutonomyLevel[] = [
  { level: 0, title: 'watched', does: 'runs unseen beside those who decide; nothing depends on it', confidence: null },
  {
    level: 1,
    title: 'informs',
    does: 'shows a score to those who look for one; people decide as before',
    confidence: 0,
  },
  { level: 2, title: 'suggests', does: 'suggests a decision each time; a person decides', confidence: 0.8 },
  {
    level: 3,
    title: 'decides with approval',
    does: 'decides; a person approves before anything happens',
    confidence: 0.9,
  },
  {
    level: 4,
    title: 'decides alone',
    does: 'decides alone what can be undone; people look at samples afterwards',
    confidence: 0.95,
  },
  { level: 5, title: 'decides for good', does: 'decides alone what cannot be undone, or unwatched', confidence: 0.99 },
]

/** The highest level. */
export const mostAutonomy = autonomyLevels.length - 1
