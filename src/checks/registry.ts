/** Every rule, in the order in which people meet them. */
import { lostAddress, lostAnchor, unrecordedAddress } from './rules/addresses.ts';
import { goneElsewhere } from './rules/external.ts';
import { backwardDate, expiredClaim, futureDate, lostClaim, oldDate, overdueReview, unrecordedMeaning } from './rules/freshness.ts';
import { duplicateId, malformedLink, missingAnchor, missingFile, missingPage, redirectedLink } from './rules/links.ts';
import { nearDuplicate } from './rules/near-duplicates.ts';
import { captions, emptyAlt, largePicture, unusedPicture, wrongFormat } from './rules/pictures.ts';
import { duplicateTitle, headingOrder, missingParts, orphan } from './rules/structure.ts';
import { avoidedWord, patientData, readingEase, secret } from './rules/words.ts';
import type { Rule } from './rule.ts';

export const RULES: readonly Rule[] = [
  ...[missingPage, missingAnchor, missingFile, malformedLink, redirectedLink, goneElsewhere, duplicateId],
  ...[lostAddress, lostAnchor, unrecordedAddress],
  ...[oldDate, backwardDate, futureDate, unrecordedMeaning, overdueReview, expiredClaim, lostClaim],
  ...[missingParts, headingOrder, orphan, duplicateTitle, nearDuplicate],
  ...[emptyAlt, unusedPicture, largePicture, wrongFormat, captions],
  ...[avoidedWord, readingEase, secret, patientData],
];
