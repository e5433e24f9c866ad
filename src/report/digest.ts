import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { EvaluationDocument, SplittingResult } from '../result/evaluation.ts'

/** The document before its digest is added. */
export type UndigestedDocument = Omit<EvaluationDocument, 'sha256'>

/**
 * SHA-256 of the canonical result: the document as compact JSON in the contract's key order, less `backend`, `setup`
 * (where columns may be named in more than one way) and what names lines (the examples of findings, the messages of
 * warnings, of which the codes count), dates (earlier looks, of which the number counts) or guesses (`made_by`). The same
 * data, policy, number of looks and version give the same 64 hexadecimal digits on every engine, whatever the chunks,
 * workers and row order.
 */
export function resultDigest(document: UndigestedDocument): string {
  const { splitting, looks, warnings } = document
  // What is undefined is not written; the order of the keys stays.
  const canonical = {
    ...document,
    backend: undefined,
    setup: undefined,
    splitting: splitting && withoutExamples(splitting),
    looks: looks && { ...looks, earlier: undefined },
    warnings: warnings.map(({ code }) => code),
  }
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(canonical))))
}

function withoutExamples(splitting: SplittingResult) {
  return {
    ...splitting,
    made_by: undefined,
    findings: splitting.findings.map((finding) => ({ ...finding, examples: undefined })),
  }
}
