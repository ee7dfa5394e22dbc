// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a run achieved, as plain data: what reports, pages and the command line show. Filled by
/// reading files back, never by what was meant.
#ifndef LQ_MODEL_FACTS_H
#define LQ_MODEL_FACTS_H

#include "audio/codec.h"
#include "model/service.h"

#include "lacquer/measure.h"
#include "lacquer/model.h"

typedef struct {
  const char*    file; ///< as a person finds it
  unsigned       bits; ///< 0 for lossy
  lq_measurement m;
} lq_measured_file;

typedef enum {
  LQ_VERDICT_PASS,  ///< at its loudness, under its ceiling, in its format
  LQ_VERDICT_SHORT, ///< kept short of its loudness on purpose, and the reason says why
  LQ_VERDICT_FAIL   ///< not what was promised
} lq_verdict;

/// A place in the decoded sound that goes over the ceiling, or near it.
typedef struct {
  double   start_sec, end_sec; ///< from the first peak there to the last
  double   peak_dbtp;
  unsigned channel; ///< 0 left, 1 right
} lq_codec_over;

/// What a codec makes of a delivery (deliver/codec_proof.h).
typedef struct {
  lq_codec_spec        spec;
  bool                 available;    ///< false: nothing below is known, and `missing` says why
  const char*          missing;      ///< a sentence, or NULL
  double               rate_hz;      ///< the codec's
  double               ceiling_dbtp; ///< asked of the decoded sound
  double               source_dbtp;  ///< of what was encoded
  double               peak_dbtp;    ///< decoded; holds when n_overs is 0
  double               peak_at_sec;
  double               loudness_change_lu; ///< 0 where either is silent
  size_t               n_overs;            ///< all of them, each channel's counted by itself
  const lq_codec_over* overs; ///< [n_listed] the highest, and what comes near, in order of time
  size_t               n_listed;
} lq_codec_facts;

typedef struct {
  const lq_target*      target;
  lq_measured_file      file;
  double                target_lufs; ///< what was aimed at
  double                ceiling_dbtp;
  double                peak_dbtp;    ///< true peak of the file, exactly; file.m has the standard's
  lq_service            service;      ///< what the place will do to it
  double                reduction_db; ///< most that the limiter took away
  const lq_codec_facts* codecs;       ///< [n_codecs] what those of the place make of it
  size_t                n_codecs;     ///< 0: none, or they were not asked
  lq_verdict            verdict;
  const char*           reason;
} lq_delivery_facts;

/// Something found in a mix that a person should know before mastering.
typedef enum { LQ_SEVERITY_NOTE, LQ_SEVERITY_WARNING, LQ_SEVERITY_STOP } lq_severity;

typedef struct {
  const char* id; ///< "headroom", "limiter-peaks": stable, for programs
  lq_severity severity;
  double      start_sec, end_sec; ///< where; both 0: all of it
  const char* channel;            ///< "left", "right", or NULL: both
  double      value, limit;       ///< how much, against what; limit NAN where there is none
  const char* unit;
  double      confidence; ///< 0 to 1; 0 counts as 1: measured, not guessed
  const char* message;    ///< what was found and why it matters for the master
  const char* advice;     ///< what to do in the mix
} lq_finding;

typedef struct {
  const lq_finding* findings;
  size_t            n;
} lq_findings;

/// One file of a folder of stems.
typedef struct {
  const char*    file;  ///< in the folder; NULL: silent, so there is none
  const char*    strip; ///< name in the session
  const char*    what;  ///< "track", "bus", "return", "sends to bus" ..., "difference"
  const char*    role;  ///< "" when unknown
  const char*    group; ///< the bus that a track goes to, or what it is
  lq_measurement m;
} lq_stem_facts;

typedef struct {
  const char*          folder;
  bool                 by_track; ///< else one for everything that goes into main
  bool                 dry;      ///< as recorded; else as in the mix
  unsigned             bits;
  double               rate_hz;
  uint64_t             n_frames;
  uint64_t             time_reference_frames;
  const lq_stem_facts* stems; ///< [n] and the difference, when there is one, last
  size_t               n;
  double               alone_dbfs;     ///< wet: peak of mix minus the sum of the parts
  double               null_peak_dbfs; ///< wet: peak of mix minus the sum of all files
  double               null_rms_dbfs;
} lq_stemset_facts;

/// Versions that were written beside a mix.
typedef struct {
  const char*    version; ///< "instrumental"
  const char*    file;    ///< beside the mix
  lq_measurement m;
} lq_version_file;

typedef struct {
  const lq_version_file* files; ///< [n]
  size_t                 n;
  unsigned               bits;
  size_t                 n_voices, n_leads; ///< tracks that were taken for such
  bool                   summed;            ///< instrumental and a cappella are both there
  double                 null_peak_dbfs, null_rms_dbfs; ///< of the mix minus both
} lq_version_facts;

typedef struct {
  lq_pool*                 pool;
  const char*              title;
  const char*              session_file; ///< or NULL when there was no mixing
  const char*              master_file;  ///< or NULL
  lq_measured_file         mix;
  lq_findings              findings;
  const lq_delivery_facts* deliveries; ///< [n_deliveries]
  size_t                   n_deliveries;
  const lq_stemset_facts*  stemset;  ///< or NULL
  const lq_version_facts*  versions; ///< or NULL
} lq_facts;

/// How far the worst of them goes over its ceiling. [dB] At most 0: none does; -INFINITY: none is
/// known.
double lq_codecs_over_db(const lq_codec_facts* codecs, size_t n);

const char* lq_verdict_name(lq_verdict verdict);    ///< "pass", "short", "fail"
const char* lq_severity_name(lq_severity severity); ///< "note", "warning", "stop"

/// "ready", "ready-with-notes" or "not-ready".
const char* lq_findings_verdict(lq_findings findings);
bool        lq_findings_ready(lq_findings findings);

#endif
