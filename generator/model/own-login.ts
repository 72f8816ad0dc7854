/** How a service is called at a store where each has a login of its own: server, service and secret store must agree. */

/** Its user there, and its database where there are some and it names none. */
export function ownUser(service: string): string {
  return service.replaceAll('-', '_');
}

/** Entry of the secret store with its login. @param entry of the store */
export function ownEntry(entry: string, service: string): string {
  return `${entry}-${service}`;
}
