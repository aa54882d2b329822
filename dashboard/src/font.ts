/**
 * Fetches the parts of the whole typeface for what our own texts do not spell:
 * the name of a shop, a customer or a product. Ours goes first.
 */
export function fetchOtherCharacters(): void {
	void document.fonts
		.load('1em "Dangol Text"')
		.then(() => import('pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'))
		.catch(() => {});
}
