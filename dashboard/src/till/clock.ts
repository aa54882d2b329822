/** The till's own time, with an offset. */
export const now = () => new Date().toISOString();

/** A name nothing else has, for a transaction or a hold. */
export const newId = () => crypto.randomUUID();
