/**
 * Why a file of the report cannot be shown:
 * `missing` nobody has it, `refused` we may not see it, `unreachable` no answer
 * came, `broken` the answer was an error, `corrupt` the bytes are not those the
 * report names, `unreadable` the bytes are not what they should hold.
 */
export type Cause = 'missing' | 'refused' | 'unreachable' | 'broken' | 'corrupt' | 'unreadable';

export class LoadError extends Error {
	/** @param code what to tell whoever mends it: a status, or a few words. */
	constructor(
		readonly why: Cause,
		readonly file: string,
		readonly code: string,
	) {
		super(`${file}: ${why} (${code})`);
	}
}
