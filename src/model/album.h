// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// An album plan as plain data: songs in their order, what lies between them, and what they are
/// called. Nothing here opens a file. docs/album.md is the grammar for people.
///
/// Every file is there twice: as it was written in the plan (`plan_file`), for writing it back, and
/// resolved (`plan`), for opening it.
#ifndef LQ_MODEL_ALBUM_H
#define LQ_MODEL_ALBUM_H

#include "audio/tags.h"
#include "model/reference.h"

#include "lacquer/model.h"

typedef enum {
  LQ_SONG_MIX,   ///< to be mastered, by its plan or by the assistant
  LQ_SONG_MASTER ///< finished: level and place alone, nothing else is changed
} lq_song_kind;

/// How the level of one song stands to the others.
typedef enum {
  LQ_LEVELS_EVEN, ///< equally loud where they are loudest, then the songs' own `level`
  LQ_LEVELS_KEPT  ///< the differences between the files are kept
} lq_levels;

/// What becomes of texts that CD-TEXT, which is Latin-1, has no character for.
typedef enum {
  LQ_CD_TEXT_REFUSE,        ///< an error that names them
  LQ_CD_TEXT_TRANSLITERATE, ///< what is nearest
  LQ_CD_TEXT_OFF            ///< the disc says nothing
} lq_cd_text;

typedef struct {
  lq_song_kind       kind;
  const char*        file;         ///< as written
  const char*        path;         ///< resolved
  const char*        plan;         ///< path of a master.yaml whose chain the song gets, or NULL
  const char*        plan_file;    ///< as written, or NULL
  const char*        session;      ///< path of the session that it was mixed from, or NULL
  const char*        session_file; ///< as written, or NULL
  lq_tags            tags;         ///< what it says over the album's
  double             offset_sec;   ///< where in the file it begins
  double             length_sec;   ///< <= 0: to the end of the file
  double             gap_sec;      ///< silence before it; NAN: the album's
  double             overlap_sec;  ///< > 0: it begins so long before the one before has ended
  double             fade_in_sec, fade_out_sec;
  lq_fade            fade_in_shape, fade_out_shape;
  double             level_lu;  ///< intended difference, on top of what the assistant gives
  const double*      index_sec; ///< [n_index] further marks, from the song's own beginning, rising
  const lq_at*       index_at;  ///< [n_index]
  unsigned           n_index;
  bool               hidden;       ///< lies in the pause before track 1; only the first song may
  bool               copy_allowed; ///< CD flag DCP
  bool               pre_emphasis; ///< the file was made with it: CD flag PRE
  const char* const* versions;     ///< [n_versions] of lq_album_versions
  size_t             n_versions;
  lq_at              at;         ///< of the song
  lq_at              isrc_at;    ///< of its ISRC
  lq_at              range_at;   ///< of `length`, or `offset`, or the song
  lq_at              overlap_at; ///< of `overlap`
  lq_at              fades_at;   ///< of the longer fade
  const char*        why;        ///< or NULL
} lq_song;

typedef enum {
  LQ_RECORD_12_33,
  LQ_RECORD_12_45,
  LQ_RECORD_10_33,
  LQ_RECORD_7_45,
  LQ_RECORD_7_33,
  LQ_RECORD_N
} lq_record;

typedef struct lq_album lq_album;
struct lq_album {
  lq_pool*           pool;
  const char*        file;   ///< where it was read from, or NULL
  const char*        folder; ///< files are relative to it
  lq_tags            tags;   ///< of the album; what a song does not say it says
  const char*        cover;  ///< the picture as written, or NULL; tags.picture is its path
  lq_at              barcode_at;
  lq_cd_text         cd_text;
  const char* const* targets; ///< [n_targets] rows of targets.yaml
  size_t             n_targets;
  const lq_at*       target_at; ///< [n_targets]
  bool               ddp, cue;  ///< beside the destination `cd`
  const char* const*
              formats; ///< [n_formats] listeners' files beside: "flac", "mp3 320", "opus 160"
  size_t      n_formats;
  double      disc_sec; ///< the longest disc that is pressed
  double      gap_sec;  ///< between songs where nothing else is said
  lq_levels   levels;
  double      mark_lead_sec;      ///< track marks stand so long before the music, never in a segue
  const char* brief;              ///< path of a brief, or NULL
  const char* brief_file;         ///< as written, or NULL
  const char* genre;              ///< of data/genres.yaml, for the assistant, or NULL
  double      strength;           ///< 0 to 1
  const lq_reference* references; ///< [n_references]
  size_t              n_references;
  lq_record           record; ///< for vinyl
  const unsigned*     sides;  ///< [n_sides] first track of each side, from 1; none: proposed
  size_t              n_sides;
  const char* const*  notes;
  size_t              n_notes;
  const lq_song*      songs; ///< [n_songs] the hidden one first, if there is one
  size_t              n_songs;
};

/// The words of a plan; each list ends in NULL.
extern const char* const lq_levels_names[];  ///< "even", "kept"
extern const char* const lq_cd_text_names[]; ///< "refuse", "transliterate", "off"
extern const char* const lq_record_names[]; ///< "12in-33", "12in-45", "10in-33", "7in-45", "7in-33"
extern const char* const lq_album_versions[]; ///< "instrumental", "a-cappella", "tv", "clean"

/// A tag as a plan writes it, and who may.
typedef struct {
  const char* album; ///< key of the album, or NULL
  const char* song;  ///< key of a song, or NULL
  bool        given; ///< what the album says holds for songs that say nothing
} lq_tag_key;

extern const lq_tag_key lq_tag_keys[LQ_TAG_N];

#define LQ_ALBUM_GAP_SEC  2.0              // s; what a CD had by default
#define LQ_ALBUM_DISC_SEC (79 * 60 + 57.0) // s; hardly a plant presses more (docs/ddp.md)

/// An empty album with the defaults and a pool of its own.
LQ_NODISCARD lq_status lq_album_new(lq_album** album);
void                   lq_album_free(lq_album* album); ///< NULL is fine

/// Songs that are tracks: all but a hidden one.
unsigned lq_album_n_tracks(const lq_album* album);

/// From 1; 0 is the hidden one.
unsigned lq_album_track(const lq_album* album, size_t song);

/// What a song is called in files: its own tags over the album's, with its number.
lq_tags lq_album_tags(const lq_album* album, size_t song);

/// How much of its file a song uses.
/// @param file_sec    length of the file
/// @param length_sec  > 0
/// @return LQ_ERR_BAD_VALUE, with where in the plan it was written: the file is too short for that
LQ_NODISCARD lq_status lq_song_length(const lq_song* song, double file_sec, double* length_sec,
                                      lq_error* error);

#endif
