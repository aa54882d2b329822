/**
 * The particle that follows a Korean word: the first after a final consonant,
 * the second after a vowel. Words that end in anything but Hangul take the second.
 */
export function josa(word: string, afterConsonant: string, afterVowel: string): string {
	const last = word.charCodeAt(word.length - 1);
	const hangul = last >= 0xac00 && last <= 0xd7a3;
	const final = hangul && (last - 0xac00) % 28 !== 0;
	return final ? afterConsonant : afterVowel;
}
