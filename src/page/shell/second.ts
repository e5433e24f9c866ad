import { resolveSecondScript } from './second-script.ts'
import Workspace from './Workspace.svelte'

resolveSecondScript(Workspace)
