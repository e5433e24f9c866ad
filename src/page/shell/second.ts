import { resolveSecondScript } from './browser.ts'
import Workspace from './Workspace.svelte'

resolveSecondScript(Workspace)
