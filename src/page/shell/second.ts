import { handOver } from './arrival.ts'
import Loaded from './Loaded.svelte'

handOver(Loaded)
