/** “Died”, as it is said of somebody: not of a phone or a van, nor by who laughed or nearly did. */
export const died =
  "(?<!\\b(?:nearly|almost|practically|basically|literally|i(?: just)?|(?:phone|mobile|battery|car|van|bike|moped|scooter|engine|motor|clutch|alternator|laptop|computer|pc|tablet|ipad|xbox|charger|wifi|internet|router|boiler|heating|alarm|sat ?nav|microphone|screen)(?: (?:has|have|had|'s|just|also|completely|totally|suddenly))*) )died(?! (?:down|out|off|laughing|of (?:shame|embarrassment|boredom|laughter)))";
