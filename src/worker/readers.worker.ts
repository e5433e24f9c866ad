import { tableReaders } from '../containers/readers.ts'
import { readersSlot } from './readers-slot.ts'

// Runs in the worker of an engine, behind the engine's own code.
readersSlot.readers = tableReaders
