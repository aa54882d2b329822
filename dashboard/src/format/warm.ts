// A worker that makes one number format and one date format, and ends. The first
// of each makes the browser look through all its languages: some forty
// milliseconds, on a phone four times that, which the page then need not stand
// still for. What a browser does not share with workers, it does later itself.
new Intl.NumberFormat('ko-KR').format(0);
new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul', year: 'numeric' }).formatToParts(0);
close();

export {};
