import type { Engine } from '../../tally/kernels.ts'

/** The engine that the page's address asks for (`?engine=cpu`, `?engine=webgpu`); anything else is "auto". */
export function engineAsked(search: string): 'auto' | Engine {
  const asked = new URLSearchParams(search).get('engine')
  return asked === 'cpu' || asked === 'webgpu' ? asked : 'auto'
}
