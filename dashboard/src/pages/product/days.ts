/** A calendar day as a moment of a chart's axis. */
export function at(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
