/** Every rule, in the order in which people meet them. */
import { lostAnchor } from './rules/address-lost-anchor.ts';
import { lostAddress } from './rules/address-lost.ts';
import { unrecordedAddress } from './rules/address-unrecorded.ts';
import { duplicateTitle } from './rules/article-duplicate-title.ts';
import { headingOrder } from './rules/article-heading-order.ts';
import { nearDuplicate } from './rules/article-near-duplicate.ts';
import { orphan } from './rules/article-orphan.ts';
import { missingParts } from './rules/article-parts.ts';
import { plainMarkup } from './rules/article-plain-markup.ts';
import { shortRow } from './rules/article-table-row.ts';
import { holidaysEnd } from './rules/calendar-holidays-end.ts';
import { backwardDate } from './rules/freshness-backward.ts';
import { lostClaim } from './rules/freshness-claim.ts';
import { expiredClaim } from './rules/freshness-expired.ts';
import { futureDate } from './rules/freshness-future.ts';
import { oldDate } from './rules/freshness-old-date.ts';
import { overdueReview } from './rules/freshness-overdue.ts';
import { releaseUnchecked } from './rules/freshness-release.ts';
import { unrecordedMeaning } from './rules/freshness-unrecorded.ts';
import { missingAnchor } from './rules/link-anchor.ts';
import { goneElsewhere } from './rules/link-external.ts';
import { missingFile } from './rules/link-file.ts';
import { malformedLink } from './rules/link-malformed.ts';
import { missingPage } from './rules/link-page.ts';
import { redirectedLink } from './rules/link-redirected.ts';
import { duplicateId } from './rules/page-duplicate-id.ts';
import { emptyAlt } from './rules/picture-alt.ts';
import { largePicture } from './rules/picture-size.ts';
import { unusedPicture } from './rules/picture-unused.ts';
import { avoidedWord } from './rules/text-avoided-word.ts';
import { patientData } from './rules/text-patient-data.ts';
import { readingEase } from './rules/text-reading-ease.ts';
import { secret } from './rules/text-secret.ts';
import { captions } from './rules/video-captions.ts';
import { wrongFormat } from './rules/video-format.ts';
import type { Rule } from './rule.ts';

export const RULES: readonly Rule[] = [
  ...[missingPage, missingAnchor, missingFile, malformedLink, redirectedLink, goneElsewhere, duplicateId],
  ...[lostAddress, lostAnchor, unrecordedAddress],
  ...[oldDate, backwardDate, futureDate, unrecordedMeaning, overdueReview, releaseUnchecked, expiredClaim, lostClaim, holidaysEnd],
  ...[missingParts, headingOrder, shortRow, plainMarkup, orphan, duplicateTitle, nearDuplicate],
  ...[emptyAlt, unusedPicture, largePicture, captions, wrongFormat],
  ...[avoidedWord, readingEase, secret, patientData],
];
