/** @returns the parts of `host:port`; 443 when no port is given */
export function parseHostPort(text: string): { readonly host: string; readonly port: number } {
  const [host = text, port] = text.split(':');
  return { host, port: port === undefined ? 443 : Number(port) };
}
