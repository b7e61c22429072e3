/** Whether a message is in English, or in no language that the rules know. */
import type { Token } from './tokens.ts';

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that nearly every sentence holds, and that the other languages of the list do not share. */
const FUNCTION_WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: list('the and is my to i you it of for with not this that are can cannot cant have has please we was on in your do does how what when why be been am at from but there all no dont our would could any get help im by an or if me they as so where who after since still'),
  de: list('der die das und ich ist nicht mein meine mich mir sie wir bitte kann konnen fur mit auf ein eine einen wie warum seit auch wurde haben habe hat guten danke oder aber wenn dem den zu im von sehr geehrte hallo'),
  es: list('el la los las que y mi de en no puedo por favor hola gracias una un con para como se es esta desde cuenta he ha mis sus necesito quiero pero al lo su buenos dias'),
  fr: list('le la les je ne pas mon ma mes et de des est vous bonjour merci pour avec une un sur dans que qui depuis ai jai nous votre plus au aux ce cette mais ou comment du suis arrive'),
  it: list('il lo gli che non mi di la e per come cosa posso grazie buongiorno con del della sono ho una un mio mia ma dal dalla devo riesco salve questo'),
  pt: list('o a os as que nao nao meu minha de e para com como por favor ola obrigado obrigada uma um eu esta estou consigo desde mas no na fazer podem ajudar'),
  nl: list('de het een ik niet mijn en is kan kunnen met voor op hoe wat waarom sinds ook wordt heb graag bedankt geachte maar naar van aan geen inloggen'),
  pl: list('nie jest sie na do moje moj jak czy prosze dzien dobry dziekuje mam moge od konto ale dlaczego'),
  sv: list('jag inte och det ar en ett min mitt kan hur varfor sedan med for pa hej tack men har att'),
  tr: list('bir ve bu icin nasil merhaba tesekkurler lutfen ben hesap hesabim ama degil var yok giris yapamiyorum'),
  ro: list('nu este si in pe la cu un o imi meu mea cum buna ziua multumesc va rog pot contul de am'),
  hi: list('mera meri mujhe kaise hai nahi nahin kripya namaste ho raha kar sakta karo aap'),
};

/** Below this many words there is too little to tell; then it is taken for English. */
const ENOUGH = 2;
const MOST_READ = 400;

/** @returns false when the words speak for another language, or are written in another script */
export function isEnglish(tokens: readonly Token[]): boolean {
  const read = tokens.slice(0, MOST_READ);
  let latin = 0;
  let other = 0;
  const counts = new Map<string, number>();
  for (const { word } of read) {
    if (/^[\p{Script=Latin}\p{N}]+$/u.test(word)) latin += 1;
    else if (/\p{L}/u.test(word)) other += 1;
    for (const [language, words] of Object.entries(FUNCTION_WORDS)) if (words.has(word)) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  if (other > latin) return false;
  const english = counts.get('en') ?? 0;
  const strongest = Math.max(0, ...[...counts].filter(([language]) => language !== 'en').map(([, count]) => count));
  return strongest < ENOUGH || english * 1.2 >= strongest;
}
