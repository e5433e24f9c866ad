export function withContentPolicy(html: string): string
export function contentPolicy(html: string): string
