import type { Rule } from '../rule.ts';
import { linesOf } from '../source-lines.ts';

/** Behind “Patient”, the beginning of a department's or a screen's name, and nobody's. */
const NO_NAMES = 'Access|Account|Administration|Advoca(?:te|cy)|App|Bill(?:ing)?|Care|Cent(?:er|re)|Chart|Communit(?:y|ies)|Consent|Dashboard|Data|Details?|Education|Engagement|Experience|Feedback|Files?|Forms?|Groups?|Handbook|Health|Help|History|Home|Identification|Information|Intake|Line|Lists?|Login|Management|Messag(?:es?|ing)|Notes?|Outcomes?|Overview|Portal|Privacy|Profiles?|Protection|Records?|Registration|Relations|Reports?|Rights|Rules?|Safety|Satisfaction|Search|Services?|Settings|Summar(?:y|ies)|Support|Team|View|Zone';

/** What belongs to a person in care. Each pattern is strict: a false alarm costs the trust in the true one. */
const PATIENT: readonly [what: string, find: RegExp, sure?: (digits: string) => boolean][] = [
  ['a social security number', /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/],
  ['a medical record number', /\b(?:MRN|medical record (?:number|no\.?))\s*[:#]?\s*(?=[A-Z-]*\d)[A-Z\d-]{5,}\b/i],
  ['a date of birth', /\b(?:DOB|date of birth|born(?: on)?)\s*[:#]?\s*(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2} \p{L}+ \d{4}|\p{L}+ \d{1,2}, \d{4})/iu],
  ['the name of a patient', new RegExp(`\\b[Pp]atient(?:'s name| name|,| named| called)?:? (?!(?:${NO_NAMES})\\b)\\p{Lu}\\p{Ll}+ (?!(?:${NO_NAMES})\\b)\\p{Lu}\\p{Ll}+\\b`, 'u')],
  ['an NHS number', /(?<!\d)(?<!\+?1[ -])\d{3}[ -]\d{3}[ -]\d{4}(?!\d)/, isNhsNumber],
  ['the number of a card', /(?<!\d)(?:\d{4}[ -]){3}\d{4}(?!\d)|(?<!\d)\d{16}(?!\d)/, luhn],
];

export const patientData: Rule = {
  code: 'text/patient-data',
  severity: 'error',
  protects: 'Patients: nothing about a person in care belongs into a public article, not even as an example.',
  remedy: 'Write an example that can belong to nobody, such as “a patient in her fifties”. Tell your privacy contact if it was real.',
  when: 'always',
  *run({ tree }) {
    for (const article of tree.read) {
      for (const { text, line } of linesOf(article)) {
        for (const [what, find, sure] of PATIENT) {
          const match = find.exec(text);
          if (match !== null && (sure?.(match[0].replaceAll(/\D/g, '')) ?? true)) yield { file: article.file, line, value: `${match[0].slice(0, 4)}…`, message: `This looks like ${what}.` };
        }
      }
    }
  },
};

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => total + (index % 2 === 0 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)]!), 0);
  return sum % 10 === 0 && !/^(\d)\1+$/.test(digits);
}

/** The tenth digit of an NHS number follows from the nine before it. */
function isNhsNumber(digits: string): boolean {
  const sum = [...digits.slice(0, 9)].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  return (11 - (sum % 11)) % 11 === Number(digits[9]) && !/^(\d)\1+$/.test(digits);
}
