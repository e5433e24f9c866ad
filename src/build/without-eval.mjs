const asked = '@stdlib/assert-has-generator-support'
const answer = '\0generator-support'

/**
 * Vite's plugin that leaves no `eval` in what is built: a package that asks by `eval` whether there are generator functions
 * is told that there are. The page's content policy would block it, and a browser that says so alarms whoever looks.
 */
export const withoutEval = {
  name: 'without-eval',
  enforce: 'pre',
  resolveId: (id) => (id === asked ? answer : null),
  load: (id) => (id === answer ? 'module.exports = () => true' : null),
}
