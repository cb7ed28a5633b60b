package dev.voltad.migrate.plan;

import dev.voltad.migrate.layout.HomeLayout;
import dev.voltad.migrate.layout.HomePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layout v1 to v2: {@code node/12.18.4/6.14.6} (npm's version inside) becomes {@code node/12.18.4},
 * and the default platform names npm only if it is not the bundled one.
 */
final class V1ToV2 implements Step {
  @Override
  public List<Operation> plan(HomeSnapshot home, Workspace workspace) {
    List<Operation> operations = new ArrayList<>();
    for (Path folder : NodeImages.versionFolders(home)) {
      operations.addAll(dropNpmVersion(home, workspace, folder));
    }
    HomeSnapshot flat = home.after(operations);
    operations.addAll(NodeImages.bringBackStranded(flat, flat.children(HomeLayout.TMP), workspace));
    operations.addAll(clearBundledNpm(home.after(operations)));
    return operations;
  }

  private static List<Operation> dropNpmVersion(
      HomeSnapshot home, Workspace workspace, Path folder) {
    if (NodeImages.isImage(home, folder) || !home.isRealDirectory(folder)) {
      return List.of();
    }
    String version = HomePath.text(folder.getFileName());
    List<Path> images =
        home.children(folder).stream()
            .filter(home::isRealDirectory)
            .filter(path -> Versions.isVersion(HomePath.text(path.getFileName())))
            .filter(path -> NodeImages.isImage(home, path))
            .toList();
    if (images.isEmpty()) {
      return List.of();
    }
    Optional<String> recorded = home.text(HomeLayout.bundledNpm(version));
    Path image =
        images.stream()
            .filter(path -> recorded.equals(Optional.of(HomePath.text(path.getFileName()))))
            .findFirst()
            .orElse(images.get(images.size() - 1));
    Path trash = workspace.trash(folder);
    List<Operation> operations = new ArrayList<>();
    operations.add(new Operation.Move(folder, trash));
    operations.add(new Operation.Move(trash.resolve(image.getFileName()), folder));
    Path record = HomeLayout.bundledNpm(version);
    if (!home.has(record)) {
      String npm = HomePath.text(image.getFileName()); // the folder is named after it
      operations.add(new Operation.PutFile(record, npm, false));
    }
    return operations;
  }

  private static List<Operation> clearBundledNpm(HomeSnapshot home) {
    return home.text(HomeLayout.PLATFORM)
        .flatMap(
            text ->
                DefaultPlatform.withoutBundledNpm(
                    text,
                    node ->
                        NodeImages.bundledNpm(
                            home, node, HomeLayout.NODE_IMAGES.resolve(HomePath.of(node)))))
        .<List<Operation>>map(
            text -> List.of(new Operation.PutFile(HomeLayout.PLATFORM, text, true)))
        .orElse(List.of());
  }
}
