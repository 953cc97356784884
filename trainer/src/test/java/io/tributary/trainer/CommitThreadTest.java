// SPDX-License-Identifier: Apache-2.0
package io.tributary.trainer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import io.tributary.rl.learning.Agent;
import io.tributary.runs.RunException;
import io.tributary.schemas.RunSpec;
import io.tributary.schemas.Segmenting;
import io.tributary.schemas.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommitThreadTest {
  private static final Topics TOPICS = Topics.of("", new RunSpec("mocked", "made-up", Experience.SPACES, TestRun.SMALL, 0.99, 0.95,
      new Segmenting.MaxSteps(32), true, 2, "none", 7, -1, RunSpec.DEFAULT_ABANDON_AFTER_MS, RunSpec.DEFAULT_FORGET_AFTER_MS, null, TestRun.SETTINGS, 1));

  private static final ConsumerGroupMetadata GROUP = new MockConsumer<byte[], byte[]>("none").groupMetadata();

  private final Semaphore mayCommit = new Semaphore(0);
  private final List<List<Long>> groups = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<RuntimeException> failed = new AtomicReference<>();
  private final MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
    @Override
    public void commitTransaction() {
      mayCommit.acquireUninterruptibly();
      super.commitTransaction();
    }
  };
  private final CommitThread thread = thread(3);

  private CommitThread thread(int maxUncommitted) {
    producer.initTransactions();
    return new CommitThread(new GroupCommit(TOPICS, producer, new Signature(5, 0, () -> 1), GROUP, new Transactions()), maxUncommitted,
        group -> groups.add(group.stream().map(Publication::version).toList()), failed::set);
  }

  private static Publication publication(long version) {
    Agent initial = new ToyAlgorithm().initial(1);
    return Publication.first(new Agent(version, initial.policy(), initial.optimiser(), 0, null), Progress.start(2));
  }

  private List<String> committedKeys(String topic) {
    return producer.history().stream().filter(record -> record.topic().equals(topic))
        .map(record -> topic.endsWith("checkpoints") ? TOPICS.checkpoints().key().decode(record.key())
            : TOPICS.policies().key().decode(record.key()).toString())
        .toList();
  }

  @Test
  void shouldCommitInOrderWhatGathersDuringATransaction() throws Exception {
    thread.start();
    mayCommit.release();
    thread.publish(publication(1));
    while (groups.isEmpty()) {
      Thread.onSpinWait();
    }
    for (long version = 2; version <= 4; version++) {
      thread.publish(publication(version));
    }
    mayCommit.release(10);
    assertThat(thread.drain(Duration.ofSeconds(30))).isTrue();
    assertThat(groups.stream().flatMap(List::stream)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(groups.size()).isLessThan(4);
    assertThat(committedKeys("mocked.policies")).containsExactly("1", "2", "3", "4");
    assertThat(committedKeys("mocked.checkpoints")).hasSize(groups.size()).containsOnly("latest");
  }

  @Test
  void shouldMakeTrainingWaitWhileTooMuchIsUncommitted() throws Exception {
    thread.start();
    for (long version = 1; version <= 3; version++) {
      thread.publish(publication(version));
    }
    CountDownLatch fourth = new CountDownLatch(1);
    Thread training = Thread.ofPlatform().start(() -> {
      try {
        thread.publish(publication(4));
        fourth.countDown();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    });
    assertThat(fourth.await(100, TimeUnit.MILLISECONDS)).isFalse();
    mayCommit.release(10);
    assertThat(fourth.await(30, TimeUnit.SECONDS)).isTrue();
    training.join();
    assertThat(thread.drain(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void shouldDropTheQueueAfterAFailure() throws Exception {
    producer.commitTransactionException = new KafkaException("injected");
    thread.start();
    for (long version = 1; version <= 3; version++) {
      thread.publish(publication(version));
    }
    mayCommit.release(10);
    assertThatThrownBy(() -> thread.drain(Duration.ofSeconds(30))).isInstanceOf(CommitException.class).hasMessageContaining("ABORTED");
    assertThatThrownBy(() -> thread.publish(publication(4))).isSameAs(failed.get());
    assertThat(groups).isEmpty();
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void shouldEndTrainingWhereCommittingBreaksWithAnError() throws Exception {
    OutOfMemoryError broken = new OutOfMemoryError("injected");
    GroupCommit commit = new GroupCommit(TOPICS, producer, new Signature(5, 0, () -> 1), GROUP, new Transactions());
    CommitThread breaking = new CommitThread(commit, 3, group -> {
      throw broken;
    }, failed::set);
    breaking.start();
    breaking.publish(publication(1));
    mayCommit.release();
    assertThatThrownBy(() -> breaking.drain(Duration.ofSeconds(30))).isInstanceOf(RunException.class).hasCause(broken)
        .hasMessageContaining("run mocked").hasMessageContaining("the trainer stops");
    assertThatThrownBy(() -> breaking.publish(publication(2))).isSameAs(failed.get());
  }

  @Test
  void shouldKeepEveryFiveHundredthVersionUnderItsOwnKeyWithTheNewestLast() {
    mayCommit.release();
    new GroupCommit(TOPICS, producer, new Signature(5, 0, () -> 1), GROUP, new Transactions()).commit(IntStream.rangeClosed(498, 502).mapToObj(v -> publication(v)).toList());
    assertThat(committedKeys("mocked.checkpoints")).containsExactly("v500", "latest");
    assertThat(producer.consumerGroupOffsetsHistory()).singleElement().satisfies(offsets -> assertThat(offsets).containsOnlyKeys(GROUP.groupId()));
  }
}
