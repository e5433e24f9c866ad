import { tableReaders } from '../containers/readers.ts'
import { provideReaders } from './readers-slot.ts'

// Runs in the worker of an engine, behind the engine's own code. The two share no module: an InputError of here is none of the classes
// there, and is told by its name.
provideReaders(tableReaders)
