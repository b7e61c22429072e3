/** Whether a message is in English, or in no language that the rules know. */
import type { Token } from './tokens.ts';

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that nearly every sentence holds, and that the other languages of the list do not share. */
const FUNCTION_WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: list('a the and is my to i you it of for with not this that are can cannot cant have has please we was on in your do does how what when why will be been am at from but there all no dont our would could any get help im by an or if me they as so where who after since still her his their more than only just now'),
  de: list('der das und ich ist nicht mein meine meinen meinem mich mir sie wir bitte kann konnen fur mit auf ein eine einen einem wie warum seit auch wurde haben habe guten danke oder aber wenn dem den zu von sehr geehrte hallo werden mehr noch gibt keine kein dass bei morgen tag bekomme kein tun lange'),
  es: list('el los las que mi en puedo por favor hola gracias una un con para como se es esta desde cuenta ha mis sus necesito quiero pero al lo su buenos buenas dias tardes del muy porque cuando donde me este mes dos pueden ayudar estoy tengo hay'),
  fr: list('le les je ne pas mon mes et des est vous bonjour bonsoir merci pour avec une un sur dans que qui depuis jai nous votre au aux cette mais ou comment du suis arrive peux nai pouvez ma sa ses site plus'),
  it: list('il lo gli che non mi di la e per cosa posso grazie buongiorno con del della sono ho una un mio mia dal dalla devo riesco salve questo sono'),
  pt: list('os que nao meu minha de e para com como por favor ola obrigado obrigada uma um eu esta estou consigo desde mas na fazer podem ajudar meus voces'),
  nl: list('het een ik niet mijn en kan kunnen met voor hoe wat waarom sinds ook wordt heb graag bedankt geachte maar naar van aan geen inloggen'),
  pl: list('nie jest sie na moje moj jak czy prosze dzien dobry dziekuje mam moge od konto ale dlaczego'),
  sv: list('jag inte och ett min mitt kan hur varfor sedan med tack hej min'),
  tr: list('bir ve bu icin nasil merhaba tesekkurler lutfen ben hesap hesabim ama degil yok giris yapamiyorum'),
  ro: list('nu este si un imi meu mea cum buna ziua multumesc va rog pot contul de'),
  hi: list('mera meri mujhe kaise hai nahi nahin kripya namaste raha kar sakta karo aap'),
};

/** Word → its languages: a message's words are looked up once, not in each list. */
const LANGUAGES_OF = new Map<string, string[]>();
for (const [language, words] of Object.entries(FUNCTION_WORDS)) {
  for (const word of words) LANGUAGES_OF.set(word, [...(LANGUAGES_OF.get(word) ?? []), language]);
}

const NONE: readonly string[] = [];
const ASCII = /^[a-z0-9]+$/;

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
    if (ASCII.test(word) || /^[\p{Script=Latin}\p{N}]+$/u.test(word)) latin += 1;
    else if (/\p{L}/u.test(word)) other += 1;
    for (const language of LANGUAGES_OF.get(word) ?? NONE) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  if (other > latin) return false;
  const english = counts.get('en') ?? 0;
  const strongest = Math.max(0, ...[...counts].filter(([language]) => language !== 'en').map(([, count]) => count));
  return strongest < ENOUGH || english >= strongest;
}
