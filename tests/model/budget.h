/* budget.h  Budgets of the model: of a year or of a project, one to eight lines, and what was earned and spent on them.
 */
#pragma once

#include "tests/model/life.h"

/* The budgets of the town beside those of the model: state, versions, lines in force, actual figures. */
void budget_compare(struct life *life);
