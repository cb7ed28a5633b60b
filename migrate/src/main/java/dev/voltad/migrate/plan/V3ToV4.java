package dev.voltad.migrate.plan;

import java.util.List;

/**
 * Layout v3 to v4. On Unix upstream changes nothing but the marker; here what older cuts and hands
 * left undone is made good: the record of the npm that came with a Node.
 */
final class V3ToV4 implements Step {
  @Override
  public List<Operation> plan(HomeSnapshot home, Workspace workspace) {
    return NodeImages.recordBundledNpm(home);
  }
}
