import { handOver } from './arrival.ts'
import Loaded from './parts/Loaded.svelte'

handOver(Loaded)
