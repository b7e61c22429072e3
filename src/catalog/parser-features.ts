/** What of Markdown an article may use, the same wherever one is parsed. */
export const PARSER_FEATURES = { gfm: true, frontmatter: true, headingAttributes: true, smartPunctuation: false } as const;
