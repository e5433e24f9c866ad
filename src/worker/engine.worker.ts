import { expose } from 'comlink'
import { engineService } from './engine.ts'

expose(engineService(navigator.gpu))
