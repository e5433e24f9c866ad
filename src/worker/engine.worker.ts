import { expose } from 'comlink'
import { engineService } from './engine.ts'
import { readersOfWorker } from './readers-slot.ts'

expose(engineService(navigator.gpu, readersOfWorker))
