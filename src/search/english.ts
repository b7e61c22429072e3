/** What search knows of English, whatever the brand. A brand's own words stand in `content/search.yaml`. */
import { stemEnglish } from './stemmer.ts';

/** What search needs to know of a language. */
export interface Language {
  readonly stem: (word: string) => string;
  /** Words that say nothing about what is wanted. */
  readonly stopWords: ReadonlySet<string>;
  /** Stop words that turn the meaning of the word beside them. */
  readonly turningWords: ReadonlySet<string>;
  /** Words that say little: they help to choose, but an article without them is no worse. */
  readonly faintWords: ReadonlySet<string>;
  /** Roots of words of any subject. They are not taken for mistyped ones. */
  readonly commonStems: ReadonlySet<string>;
  /** Two words that are one: `log in`. */
  readonly pairs: ReadonlyMap<string, string>;
}

const words = (list: string) => new Set(list.split(/\s+/).filter(Boolean));

const STOP = words(`
  a an and are as at be been being but by can could d did do does doing done for from get gets getting got had has have having
  he her here hers him his how i if in into is it its just ll let m may me might must my of on once or our ours out over own
  re s shall she should so some t than that the their theirs them then there these they this those through to too up us ve was
  we were what when where which while who whom whose why will with would you your yours yet also am any about after again
  all am im ive id because before between both during each even ever few it itself let like more most much other
  please really same such very want wants wanted wanna way need needs needed try trying tried tell told know say says said
  hi hello dear thanks thank hey ok okay shall thing things something anything everything somehow
  not no nor dont doesnt didnt wont isnt arent wasnt havent hasnt never still only now today yesterday use using used go goes going
  one someone somebody anyone anybody nobody somewhere whenever without within under off
  possible possibly exactly actually currently quite per via vs etc will been whether
`);

/** Words that say nothing alone, but turn what stands beside them: a name is not "without name". */
const TURNING = words('not no nor never without other another own same before after again off out up over under');

const FAINT = words(`
  cannot cant couldnt unable help issue issues problem problems question trouble wrong work working works site website page pages account user users member members people
  person new good best better right many much time times often long old mine find see show look give new first last
  select selected click clicked press pressed tap tapped policy policies info information detail details instruction instructions guide urgent urgently forever permanently immediately quick quickly make makes making made
`);

/** Words of any subject: spelled right though an article lacks them, and no sign of what is wanted. */
const COMMON = words(`
  make made makes making fix find found happen happened happens mean means meant mention call called think thought seem seems come came comes
  take took takes taken bring put turn move start started stop begin open close add remove change keep kept stay let run set
  ask asked answer answered talk speak read reads write see saw seen look looking watch hear heard feel understand understood explain
  give gave given lot lots bit kind sort type way ways part side place point case number amount time times day days week weeks month months year years
  hour hours minute minutes morning evening night tonight tomorrow yesterday monday saturday sunday weekend soon later early late
  big small large little high low full empty easy hard simple quick fast slow real right left next previous last
  man woman child kid family friend boss wife husband name word words text question home house room door car food water money job life world country city town
  different same several many much enough instead away back around together alone else maybe sure true false
  site online web internet company business team office school class weather train recipe movie music book game
  able allow allowed possible difference example reason idea fact nice great bad worse worst strange nasty clear
  accept achieve act add against agree almost already although appear apply area arrive attempt available become begin behind believe best better between
  beyond body both break build buy care carry case catch cause certain chance choice choose clear collect color come common compare complete concern
  consider contain continue control correct cost count cover cross current cut dark data decide decision deep describe design detail determine develop
  different direct discover discuss draw drive early easy effect effort either else especially event every exact except expect experience face fail
  fair fall far feel fight figure final fine fit fix follow force form free front future general glad goal half hand hang hardly heart heavy hope
  however huge human important improve include increase indeed inside instead interest issue join judge judgment key kill kind lack large later lead
  learn least less level lie light likely limit line list local main major manage mark matter maybe mind minor miss modern moment moreover mostly
  narrow nature near necessary normal notice object obvious offer old once order organize original outside own pair particular pass past pattern
  perhaps period personal personalize customize pick piece plan play please plus popular positive power prefer prepare present press pretty prevent
  probably process produce proper protect prove provide public pull purpose push quality quickly quiet quite raise range rather reach ready realize
  reason receive recent recognize record reduce regular relate remain remember repeat replace require rest result return rich rise round rule safe
  same save sell sense separate serious serve several sharp short similar simply since single situation size skip soft solve sound special specific
  spend stage stand standard state step strong structure study succeed sudden suggest summarize support suppose surely surprise system task tend
  themselves therefore thick thin though through together total touch toward trade travel treat trust try turn type under unit unless until upon
  usual value various view visit voice wait walk wall warm watch wear whole wide wish within wonder wooden young
  weird strange odd awful terrible horrible annoying stupid silly confusing confused complicated difficult impossible crazy funny ugly rare unusual
  hate love enjoy worry worried afraid angry sad happy tired sick busy alone careful suddenly accidentally unfortunately finally completely totally
  correctly properly obviously apparently basically simply honestly literally somehow anyway meanwhile twice thrice again
  five four three two six seven eight nine ten hundred thousand
`);

const PAIRS = new Map<string, string>(
  Object.entries({
    cannot: 'can not|could not',
    contact: 'get in touch|getting in touch|got in touch',
    login: 'get in|getting in|log in|logging in|logged in|logs in|log into|log on|logging into|logon',
    signin: 'sign in|signing in|signed in|sign into|sign on',
    logout: 'log out|logged out|logging out|logs out|log off|logged off',
    signout: 'sign out|signed out|signing out',
    signup: 'sign up|signing up|signed up|sign me up',
    setup: 'set up|setting up',
    password: 'pass word|pass code|passcode',
  }).flatMap(([one, writings]) => writings.split('|').map((writing) => [writing, one] as const)),
);

/** Verbs whose forms no rule finds, and words that Britain writes otherwise. */
const FORMS = new Map<string, string>(
  Object.entries({
    cannot: 'cant couldnt unable',
    forget: 'forgot forgotten',
    lose: 'lost loses loss',
    pay: 'paid payment payments payer',
    send: 'sent',
    buy: 'bought',
    write: 'wrote written',
    choose: 'chose chosen choice',
    leave: 'left',
    steal: 'stolen stole',
    hide: 'hid hidden',
    withdraw: 'withdrew withdrawn withdrawal',
    delete: 'deletion',
    subscribe: 'subscription subscriptions',
    anonymous: 'anonymity anonymously anonymized anonymize',
    moderate: 'moderator moderators',
    license: 'licence licences',
    practice: 'practise',
    check: 'cheque',
    enroll: 'enrol enrolment',
    judgment: 'judgement',
    program: 'programme',
    specialty: 'speciality specialities',
    mobile: 'mobiles',
    fail: 'failure failures',
    reply: 'replies replied',
    reset: 'resetting',
    renew: 'renewal',
    approve: 'approval',
    remove: 'removal',
    cite: 'citation citations',
    bill: 'billing',
    sell: 'sold selling',
    advertise: 'advertisement advertisements advertiser advert adverts',
    freeze: 'froze frozen',
    speak: 'spoke spoken',
    appear: 'appearance',
    refuse: 'refusal',
    install: 'installation',
    suspend: 'suspension',
    complain: 'complaint complaints',
    break: 'broken broke',
  }).flatMap(([one, forms]) => forms.split(' ').map((form) => [form, one] as const)),
);

/** Endings in the order they are tried: a British one becomes the American. */
const BRITISH: readonly (readonly [RegExp, string])[] = [
  [/(?<=[a-z]{3})is(e|es|ed|ing|er|ers|ation|ations)$/, 'iz$1'],
  [/(?<=[a-z]{2})ys(e|es|ed|ing)$/, 'yz$1'],
  [/(?<=[a-z]{3})our(s|ed|ing|ite|ites|able|al)?$/, 'or$1'],
  [/(?<=[a-z]{2}[aeiou])ll(ed|ing|er)$/, 'l$1'],
  [/^(p|gyn|h|orthop|an|arch|encyclop|f|di|c|leuk|an|tox)ae/, '$1e'],
  [/^(oe)(?=s|d)/, 'e'],
  [/(?<=cent|met|theat|fib|lit)re(s?)$/, 'er$1'],
  [/(?<=def|off|pret)ence(s?)$/, 'ense$1'],
  [/ogue(s?)$/, 'og$1'],
];

/** What every one of these endings has; most words have none of it and need not be tried nine times. */
const MAY_BE_BRITISH = /[iy]s|our|ll|ae|oe|re|ence|ogue/;

/** Words that the stemmer would take for others: a university is no universe. */
const APART = new Map([['authorize', 'authorize'], ['authorization', 'authorize'], ['authorized', 'authorize'], ['university', 'university'], ['universities', 'university'], ['organ', 'organ'], ['organs', 'organ'], ['organization', 'organization'], ['organizations', 'organization'], ['policy', 'policy'], ['policies', 'policy'], ['news', 'news'], ['general', 'general'], ['mobile', 'mobile'], ['mobility', 'mobility']]);

const stems = new Map<string, string>();

/** The root that all forms of a word share. Of `exercise` and such, "iz" is no English; both sides get it alike. */
export function stemOf(word: string): string {
  let stem = stems.get(word);
  if (stem === undefined) {
    const plain = FORMS.get(word) ?? word;
    const american = MAY_BE_BRITISH.test(plain) ? BRITISH.reduce((now, [ending, instead]) => now.replace(ending, instead), plain) : plain;
    const one = FORMS.get(american) ?? american;
    stem = APART.get(one) ?? stemEnglish(one);
    stems.set(word, stem);
  }
  return stem;
}

export const english: Language = { stem: stemOf, stopWords: STOP, turningWords: TURNING, faintWords: FAINT, commonStems: new Set([...COMMON].map(stemOf)), pairs: PAIRS };

/** A language that search knows nothing of: words are matched as they are, and Pagefind brings its own stems. */
const unknown: Language = { stem: (word) => word, stopWords: new Set(), turningWords: new Set(), faintWords: new Set(), commonStems: new Set(), pairs: new Map() };

/** @param locale `en-US` */
export function languageFor(locale: string): Language {
  return locale.split('-')[0] === 'en' ? english : unknown;
}
