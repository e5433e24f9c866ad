import type { Plugin } from 'vite'

export function buildPage(options: { outDir?: string; version: string; plugins?: Plugin[] }): Promise<void>
