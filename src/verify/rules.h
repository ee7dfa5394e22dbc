// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What verification looks for: one row a rule, with the id that programs know it by.
/// docs/verify.md lists them all with their limits and where those come from.
#ifndef LQ_VERIFY_RULES_H
#define LQ_VERIFY_RULES_H

/// How grave it is. An error fails the verdict; a warning is for a person to hear; a note is for
/// the record.
typedef enum { LQ_GRADE_NOTE, LQ_GRADE_WARNING, LQ_GRADE_ERROR } lq_grade;

/// X(enum, id, grade, what is said of it)
#define LQ_RULES(X)                                                                               \
  X(UNREADABLE, "unreadable", ERROR, "It cannot be read")                                         \
  X(EMPTY, "empty-file", ERROR, "The file is empty")                                              \
  X(NOT_SOUND, "not-sound", ERROR, "It is named as sound and is none")                            \
  X(TRUNCATED, "truncated", ERROR, "The file stops before its header says it ends")               \
  X(DAMAGED, "damaged", ERROR, "The sound is damaged")                                            \
  X(LIMITS, "limits", WARNING, "Not everything was looked at")                                    \
  X(NAME, "name", WARNING, "The name has characters that shops and plants refuse")                \
  X(CONTAINER, "container", ERROR, "The container is another one than the place takes")           \
  X(RATE, "rate", ERROR, "The sample rate is another one")                                        \
  X(BITS, "bits", ERROR, "The word length is another one")                                        \
  X(CHANNELS, "channels", ERROR, "The number of channels is another one")                         \
  X(WAV_TAG, "wav-tag", ERROR, "The WAV format tag is not that of plain PCM")                     \
  X(WAV_AFTER_DATA, "wav-after-data", ERROR, "Something stands behind the sound of the WAV file") \
  X(WAV_FORM, "wav-form", ERROR, "The WAV file's chunks do not fit its size")                     \
  X(FLAC_MD5, "flac-md5", ERROR, "The sound is another one than the MD5 in the FLAC header")      \
  X(FLAC_NO_MD5, "flac-no-md5", WARNING, "The FLAC header has no MD5 of its sound")               \
  X(LOUD, "too-loud", ERROR, "It is louder than the place's level")                               \
  X(QUIET, "too-quiet", ERROR, "It is quieter than the place's level, and no report says why")    \
  X(SHORT, "stopped-short", NOTE, "It was kept quieter than the place's level on purpose")        \
  X(PEAK, "peak", ERROR, "The true peak is over the ceiling")                                     \
  X(PEAK_FULL, "peak-full-scale", WARNING, "The true peak is over full scale")                    \
  X(CODEC_PEAK, "codec-peak", ERROR, "What listeners get goes over full scale")                   \
  X(CODEC_MISSING, "codec-unproven", NOTE, "This machine cannot prove a codec of the place")      \
  X(CLIPPED, "clipped", ERROR, "The sound is clipped at full scale")                              \
  X(FLAT, "flat-tops", WARNING, "The tops of the waves are cut flat")                             \
  X(NONFINITE, "no-number", ERROR, "There are samples that are no number")                        \
  X(DC, "dc", WARNING, "The wave does not stand around zero")                                     \
  X(SILENT, "silent", ERROR, "There is no sound in it")                                           \
  X(SILENCE_HEAD, "silence-head", WARNING, "It begins with a long silence")                       \
  X(SILENCE_TAIL, "silence-tail", WARNING, "It ends with a long silence")                         \
  X(SILENCE_INSIDE, "silence-inside", WARNING, "The music stops inside and goes on")              \
  X(CHANNEL_DEAD, "channel-dead", ERROR, "One side is silent")                                    \
  X(CHANNEL_PAUSE, "channel-pause", WARNING, "One side is silent for a while")                    \
  X(MONO, "mono", NOTE, "Both sides are the same")                                                \
  X(CLICK, "click", WARNING, "Something clicks")                                                  \
  X(DROPOUT, "dropout", ERROR, "The sound drops out")                                             \
  X(TAG_MISSING, "tag-missing", ERROR, "A tag is missing that its other files have")              \
  X(TAG_DIFFERS, "tag-differs", ERROR, "A tag says something else than in its other files")       \
  X(TAG_UNREADABLE, "tag-unreadable", WARNING, "The tags cannot be read")                         \
  X(TAG_LOUDNESS, "tag-loudness", ERROR, "The loudness in the tags is not that of the sound")     \
  X(TAG_PEAK, "tag-peak", ERROR, "The peak in the tags is not that of the sound")                 \
  X(ISRC, "isrc", ERROR, "The ISRC is not one")                                                   \
  X(ISRC_TWICE, "isrc-twice", ERROR, "Two songs have the same ISRC")                              \
  X(EAN, "ean", ERROR, "The EAN is not one")                                                      \
  X(LENGTH, "length", ERROR, "It is not as long as the song's other files")                       \
  X(SONG_MISSING, "song-missing", ERROR, "A song is missing")                                     \
  X(SONG_ORDER, "song-order", ERROR, "The songs are in another order")                            \
  X(JOIN_CLICK, "join-click", ERROR, "The join to the next track clicks")                         \
  X(GAP, "gap", ERROR, "The silence before a track is shorter than the track sheet says")         \
  X(SECTORS, "sectors", ERROR, "A CD track does not end on a sector")                             \
  X(CD_IMAGE, "cd-image", ERROR, "The disc image is not the CD tracks joined")                    \
  X(CD_MARKS, "cd-marks", ERROR, "The marks of the disc do not agree")                            \
  X(CD_TEXT, "cd-text", ERROR, "The texts of the disc do not agree")                              \
  X(CD_CODES, "cd-codes", ERROR, "The ISRCs or the EAN of the disc do not agree")                 \
  X(DDP, "ddp", ERROR, "The DDP set is at fault")                                                 \
  X(DDP_ODD, "ddp-odd", WARNING, "The DDP set is unusual")                                        \
  X(CUE, "cue", ERROR, "The CUE sheet is at fault")                                               \
  X(TOC, "toc", ERROR, "The TOC file is at fault")                                                \
  X(CHECKSUM, "checksum", ERROR, "The file is another one than its checksum")                     \
  X(FILE_MISSING, "file-missing", ERROR, "The file is not there")                                 \
  X(FILE_EXTRA, "file-extra", WARNING, "The file is in no list of checksums")                     \
  X(MANIFEST, "manifest", WARNING, "A line of the list of checksums cannot be understood")        \
  X(SHEET, "track-sheet", ERROR, "The track sheet says something else than the file")             \
  X(SHEET_FORM, "track-sheet-form", ERROR, "The track sheet cannot be understood")                \
  X(REPORT, "report", ERROR, "report.json says something else than the file")                     \
  X(REPORT_FORM, "report-form", WARNING, "report.json cannot be understood")

typedef enum {
#define LQ_RULE_ENUM(name, id, grade, says) LQ_RULE_##name,
  LQ_RULES(LQ_RULE_ENUM)
#undef LQ_RULE_ENUM
      LQ_RULE_N
} lq_rule;

typedef struct {
  const char* id;    ///< stable, for programs
  lq_grade    grade; ///< as a rule; a place that is stricter or milder says so in docs/verify.md
  const char* says;
} lq_rule_row;

extern const lq_rule_row lq_rules[LQ_RULE_N];

const char* lq_grade_name(lq_grade grade); ///< "note", "warning", "error"

#endif
