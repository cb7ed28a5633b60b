package dev.voltad.migrate.plan;

import java.util.List;

/** One layout version up, as a pure function. */
interface Step {

  /**
   * What to do to a home of the layout this step starts from. Planning the same step on the result
   * gives nothing.
   */
  List<Operation> plan(HomeSnapshot home, Workspace workspace);
}
