export function writeOffline(options: { siteFolder: string }): Promise<{ sha256: string }>
