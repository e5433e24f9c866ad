import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { EvaluationDocument } from './evaluation.ts'

/**
 * SHA-256 of the canonical result: the document as compact JSON in the contract's key order, less `backend`. The same
 * data, policy and version give the same 64 hexadecimal digits on every engine, whatever the chunks, workers and row order.
 */
export function resultDigest(document: Omit<EvaluationDocument, 'sha256'>): string {
  const { backend: _engine, ...result } = document
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(result))))
}
