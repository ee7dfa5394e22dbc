// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/facts.h"

#include <math.h>

const char* lq_verdict_name(const lq_verdict verdict)
{
  static const char* const names[] = {"pass", "short", "fail"};
  return names[verdict];
}

const char* lq_severity_name(const lq_severity severity)
{
  static const char* const names[] = {"note", "warning", "stop"};
  return names[severity];
}

static lq_severity worst(const lq_findings findings)
{
  lq_severity most = LQ_SEVERITY_NOTE;
  for (size_t i = 0; i < findings.n; ++i) {
    most = findings.findings[i].severity > most ? findings.findings[i].severity : most;
  }
  return most;
}

bool lq_findings_ready(const lq_findings findings)
{
  return worst(findings) < LQ_SEVERITY_STOP;
}

const char* lq_findings_verdict(const lq_findings findings)
{
  return !lq_findings_ready(findings)         ? "not-ready"
         : worst(findings) > LQ_SEVERITY_NOTE ? "ready-with-notes"
                                              : "ready";
}

double lq_codecs_over_db(const lq_codec_facts* const codecs, const size_t n)
{
  double most = -HUGE_VAL;
  for (size_t i = 0; i < n; ++i) {
    const lq_codec_facts* const f = &codecs[i];
    most = f->available ? fmax(most, f->peak_dbtp - f->ceiling_dbtp) : most;
  }
  return most;
}
